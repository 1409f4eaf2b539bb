-- CreateTable
CREATE TABLE "Exam" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "learnerId" TEXT NOT NULL,
    "openFor" TEXT,
    "sessionId" TEXT NOT NULL,
    "preset" TEXT NOT NULL,
    "blueprint" JSONB NOT NULL,
    "seed" INTEGER NOT NULL,
    "certaintyMarking" BOOLEAN NOT NULL,
    "notes" JSONB NOT NULL,
    "startedAt" DATETIME NOT NULL,
    "limit" INTEGER NOT NULL,
    "spent" REAL NOT NULL DEFAULT 0,
    "heardAt" DATETIME NOT NULL,
    "uptime" REAL NOT NULL,
    "boot" TEXT,
    "endedAt" DATETIME,
    "ending" TEXT,
    CONSTRAINT "Exam_learnerId_fkey" FOREIGN KEY ("learnerId") REFERENCES "Learner" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Exam_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "Session" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ExamQuestion" (
    "examId" TEXT NOT NULL,
    "place" INTEGER NOT NULL,
    "servingId" TEXT NOT NULL,
    "areaId" TEXT NOT NULL,
    "given" REAL NOT NULL,
    "guess" REAL NOT NULL,
    "flagged" BOOLEAN NOT NULL DEFAULT false,
    "skipped" BOOLEAN NOT NULL DEFAULT false,
    "answer" JSONB,
    "typedAt" INTEGER NOT NULL DEFAULT 0,
    "certainty" INTEGER,
    "seconds" REAL NOT NULL DEFAULT 0,
    "verdict" JSONB,

    PRIMARY KEY ("examId", "place"),
    CONSTRAINT "ExamQuestion_examId_fkey" FOREIGN KEY ("examId") REFERENCES "Exam" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "ExamQuestion_servingId_fkey" FOREIGN KEY ("servingId") REFERENCES "Serving" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "Exam_openFor_key" ON "Exam"("openFor");

-- CreateIndex
CREATE UNIQUE INDEX "Exam_sessionId_key" ON "Exam"("sessionId");

-- CreateIndex
CREATE INDEX "Exam_learnerId_startedAt_idx" ON "Exam"("learnerId", "startedAt");

-- CreateIndex
CREATE UNIQUE INDEX "ExamQuestion_servingId_key" ON "ExamQuestion"("servingId");

-- CreateIndex
CREATE INDEX "Serving_learnerId_itemId_seed_idx" ON "Serving"("learnerId", "itemId", "seed");
