-- CreateTable
CREATE TABLE "Learner" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- CreateTable
CREATE TABLE "Settings" (
    "learnerId" TEXT NOT NULL PRIMARY KEY,
    "timeZone" TEXT,
    "rolloverHour" INTEGER NOT NULL DEFAULT 4,
    "minutesPerDay" INTEGER NOT NULL DEFAULT 15,
    "newPerDay" INTEGER NOT NULL DEFAULT 10,
    "desiredRetention" REAL NOT NULL DEFAULT 0.9,
    "maximumInterval" INTEGER NOT NULL DEFAULT 365,
    CONSTRAINT "Settings_learnerId_fkey" FOREIGN KEY ("learnerId") REFERENCES "Learner" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Area" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "title" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "weight" REAL NOT NULL
);

-- CreateTable
CREATE TABLE "Concept" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "title" TEXT NOT NULL,
    "areaId" TEXT,
    "position" INTEGER NOT NULL,
    "needs" JSONB NOT NULL,
    "body" TEXT NOT NULL,
    "materialId" TEXT,
    "retiredAt" DATETIME,
    CONSTRAINT "Concept_areaId_fkey" FOREIGN KEY ("areaId") REFERENCES "Area" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "Concept_materialId_fkey" FOREIGN KEY ("materialId") REFERENCES "Material" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Misconception" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "claim" TEXT NOT NULL,
    "truth" TEXT NOT NULL,
    "conceptId" TEXT NOT NULL,
    "retiredAt" DATETIME
);

-- CreateTable
CREATE TABLE "Item" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "conceptId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "definition" JSONB NOT NULL,
    "status" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    CONSTRAINT "Item_conceptId_fkey" FOREIGN KEY ("conceptId") REFERENCES "Concept" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Material" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "repaired" TEXT,
    "hash" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "importedAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- CreateTable
CREATE TABLE "Card" (
    "learnerId" TEXT NOT NULL,
    "itemId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "due" DATETIME NOT NULL,
    "stability" REAL NOT NULL,
    "difficulty" REAL NOT NULL,
    "scheduledDays" INTEGER NOT NULL,
    "learningSteps" INTEGER NOT NULL,
    "reps" INTEGER NOT NULL,
    "lapses" INTEGER NOT NULL,
    "lastReview" DATETIME,
    "lastReviewDay" INTEGER,
    "confidentError" BOOLEAN NOT NULL,
    "rightUnaided" BOOLEAN NOT NULL,
    "firstAt" DATETIME NOT NULL,
    "seconds" REAL,

    PRIMARY KEY ("learnerId", "itemId"),
    CONSTRAINT "Card_learnerId_fkey" FOREIGN KEY ("learnerId") REFERENCES "Learner" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Card_itemId_fkey" FOREIGN KEY ("itemId") REFERENCES "Item" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Session" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "learnerId" TEXT NOT NULL,
    "startedAt" DATETIME NOT NULL,
    "unlimited" BOOLEAN NOT NULL DEFAULT false,
    CONSTRAINT "Session_learnerId_fkey" FOREIGN KEY ("learnerId") REFERENCES "Learner" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Serving" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "learnerId" TEXT NOT NULL,
    "openFor" TEXT,
    "sessionId" TEXT NOT NULL,
    "itemId" TEXT NOT NULL,
    "seed" INTEGER NOT NULL,
    "snapshot" JSONB NOT NULL,
    "servedAt" DATETIME NOT NULL,
    "hints" INTEGER NOT NULL DEFAULT 0,
    "revealedAt" DATETIME,
    "committed" JSONB,
    CONSTRAINT "Serving_learnerId_fkey" FOREIGN KEY ("learnerId") REFERENCES "Learner" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Serving_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "Session" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Serving_itemId_fkey" FOREIGN KEY ("itemId") REFERENCES "Item" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Log" (
    "seq" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "learnerId" TEXT NOT NULL,
    "itemId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "grade" TEXT,
    "context" JSONB,
    "servingId" TEXT,
    "answer" JSONB,
    "verdict" JSONB,
    "seconds" REAL,
    "undoes" INTEGER,
    "card" JSONB,
    CONSTRAINT "Log_learnerId_fkey" FOREIGN KEY ("learnerId") REFERENCES "Learner" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Log_itemId_fkey" FOREIGN KEY ("itemId") REFERENCES "Item" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Log_servingId_fkey" FOREIGN KEY ("servingId") REFERENCES "Serving" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "Item_status_conceptId_idx" ON "Item"("status", "conceptId");

-- CreateIndex
CREATE UNIQUE INDEX "Material_hash_key" ON "Material"("hash");

-- CreateIndex
CREATE INDEX "Card_learnerId_due_idx" ON "Card"("learnerId", "due");

-- CreateIndex
CREATE INDEX "Session_learnerId_startedAt_idx" ON "Session"("learnerId", "startedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Serving_openFor_key" ON "Serving"("openFor");

-- CreateIndex
CREATE INDEX "Serving_sessionId_idx" ON "Serving"("sessionId");

-- CreateIndex
CREATE UNIQUE INDEX "Log_servingId_key" ON "Log"("servingId");

-- CreateIndex
CREATE UNIQUE INDEX "Log_undoes_key" ON "Log"("undoes");

-- CreateIndex
CREATE INDEX "Log_learnerId_itemId_seq_idx" ON "Log"("learnerId", "itemId", "seq");

-- CreateIndex
CREATE INDEX "Log_learnerId_at_idx" ON "Log"("learnerId", "at");

-- The log is append-only: undoing is a row as well.
CREATE TRIGGER "Log_never_changes" BEFORE UPDATE ON "Log"
BEGIN
  SELECT RAISE(ABORT, 'the log is append-only');
END;

CREATE TRIGGER "Log_never_shrinks" BEFORE DELETE ON "Log"
BEGIN
  SELECT RAISE(ABORT, 'the log is append-only');
END;
