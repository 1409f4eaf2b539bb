-- AlterTable
ALTER TABLE "Card" ADD COLUMN "placed" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "Settings" ADD COLUMN "offerPlacement" BOOLEAN NOT NULL DEFAULT true;

-- CreateTable
CREATE TABLE "ExamDate" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "learnerId" TEXT NOT NULL,
    "setAt" DATETIME NOT NULL,
    "day" INTEGER,
    "minutesPerDay" INTEGER NOT NULL,
    "weights" JSONB,
    "leftOut" JSONB NOT NULL,
    "takenBackAt" DATETIME,
    CONSTRAINT "ExamDate_learnerId_fkey" FOREIGN KEY ("learnerId") REFERENCES "Learner" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Placement" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "learnerId" TEXT NOT NULL,
    "openFor" TEXT,
    "seed" INTEGER NOT NULL,
    "startedAt" DATETIME NOT NULL,
    "endedAt" DATETIME,
    "result" JSONB,
    "undoneAt" DATETIME,
    CONSTRAINT "Placement_learnerId_fkey" FOREIGN KEY ("learnerId") REFERENCES "Learner" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "PlacementQuestion" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "placementId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "itemId" TEXT NOT NULL,
    "conceptId" TEXT NOT NULL,
    "snapshot" JSONB NOT NULL,
    "askedAt" DATETIME NOT NULL,
    "answeredAt" DATETIME,
    "answer" JSONB,
    "right" BOOLEAN,
    "seconds" REAL,
    CONSTRAINT "PlacementQuestion_placementId_fkey" FOREIGN KEY ("placementId") REFERENCES "Placement" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "PlacementQuestion_itemId_fkey" FOREIGN KEY ("itemId") REFERENCES "Item" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "ExamDate_learnerId_id_idx" ON "ExamDate"("learnerId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Placement_openFor_key" ON "Placement"("openFor");

-- CreateIndex
CREATE INDEX "Placement_learnerId_startedAt_idx" ON "Placement"("learnerId", "startedAt");

-- CreateIndex
CREATE UNIQUE INDEX "PlacementQuestion_placementId_position_key" ON "PlacementQuestion"("placementId", "position");
