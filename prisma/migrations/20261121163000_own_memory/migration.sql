-- AlterTable
ALTER TABLE "Settings" ADD COLUMN "fittedOn" INTEGER;
ALTER TABLE "Settings" ADD COLUMN "stabilityFactor" REAL NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "Log" ADD COLUMN "stability" REAL;
