-- AlterTable
ALTER TABLE "Item" ADD COLUMN "targets" JSONB;

-- AlterTable
ALTER TABLE "Session" ADD COLUMN "endedAt" DATETIME;
ALTER TABLE "Session" ADD COLUMN "mode" TEXT NOT NULL DEFAULT 'daily';
ALTER TABLE "Session" ADD COLUMN "scope" JSONB;

-- AlterTable
ALTER TABLE "Serving" ADD COLUMN "targets" JSONB;
ALTER TABLE "Serving" ADD COLUMN "chosenFor" TEXT;

-- AlterTable
ALTER TABLE "Log" ADD COLUMN "certainty" INTEGER;
ALTER TABLE "Log" ADD COLUMN "predicted" REAL;
ALTER TABLE "Log" ADD COLUMN "elapsed" INTEGER;
ALTER TABLE "Log" ADD COLUMN "diagnosed" TEXT;

-- CreateIndex
CREATE INDEX "Log_learnerId_diagnosed_idx" ON "Log"("learnerId", "diagnosed");

-- CreateTable
CREATE TABLE "Misunderstanding" (
    "learnerId" TEXT NOT NULL,
    "misconceptionId" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "evidence" JSONB NOT NULL,

    PRIMARY KEY ("learnerId", "misconceptionId"),
    CONSTRAINT "Misunderstanding_learnerId_fkey" FOREIGN KEY ("learnerId") REFERENCES "Learner" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Misunderstanding_misconceptionId_fkey" FOREIGN KEY ("misconceptionId") REFERENCES "Misconception" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- Replacing a row would change the log without an update or a delete.
CREATE TRIGGER "Log_never_replaces" BEFORE INSERT ON "Log"
WHEN EXISTS (SELECT 1 FROM "Log" WHERE seq = NEW.seq)
  OR EXISTS (SELECT 1 FROM "Log" WHERE servingId = NEW.servingId)
  OR EXISTS (SELECT 1 FROM "Log" WHERE undoes = NEW.undoes)
BEGIN
  SELECT RAISE(ABORT, 'the log is append-only');
END;
