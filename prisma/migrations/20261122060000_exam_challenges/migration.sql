-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_ExamQuestion" (
    "examId" TEXT NOT NULL,
    "place" INTEGER NOT NULL,
    "servingId" TEXT,
    "challengeId" TEXT,
    "submissionId" TEXT,
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
    CONSTRAINT "ExamQuestion_servingId_fkey" FOREIGN KEY ("servingId") REFERENCES "Serving" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "ExamQuestion_submissionId_fkey" FOREIGN KEY ("submissionId") REFERENCES "Submission" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_ExamQuestion" ("answer", "areaId", "certainty", "examId", "flagged", "given", "guess", "place", "seconds", "servingId", "skipped", "typedAt", "verdict") SELECT "answer", "areaId", "certainty", "examId", "flagged", "given", "guess", "place", "seconds", "servingId", "skipped", "typedAt", "verdict" FROM "ExamQuestion";
DROP TABLE "ExamQuestion";
ALTER TABLE "new_ExamQuestion" RENAME TO "ExamQuestion";
CREATE UNIQUE INDEX "ExamQuestion_servingId_key" ON "ExamQuestion"("servingId");
CREATE UNIQUE INDEX "ExamQuestion_submissionId_key" ON "ExamQuestion"("submissionId");
CREATE INDEX "ExamQuestion_challengeId_idx" ON "ExamQuestion"("challengeId");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
