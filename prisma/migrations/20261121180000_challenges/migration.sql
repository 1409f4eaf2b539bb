-- AlterTable
ALTER TABLE "Settings" ADD COLUMN "challengeLanguage" TEXT NOT NULL DEFAULT 'python';

-- CreateTable
CREATE TABLE "ChallengeWork" (
    "learnerId" TEXT NOT NULL,
    "challengeId" TEXT NOT NULL,
    "begunAt" DATETIME NOT NULL,
    "seconds" REAL NOT NULL DEFAULT 0,
    "hints" INTEGER NOT NULL DEFAULT 0,
    "gaveUpAt" DATETIME,
    "solvedAt" DATETIME,
    "interviewAt" DATETIME,
    "interviewEndedAt" DATETIME,

    PRIMARY KEY ("learnerId", "challengeId"),
    CONSTRAINT "ChallengeWork_learnerId_fkey" FOREIGN KEY ("learnerId") REFERENCES "Learner" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ChallengeDraft" (
    "learnerId" TEXT NOT NULL,
    "challengeId" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "typedAt" DATETIME NOT NULL,

    PRIMARY KEY ("learnerId", "challengeId", "language"),
    CONSTRAINT "ChallengeDraft_learnerId_fkey" FOREIGN KEY ("learnerId") REFERENCES "Learner" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Submission" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "learnerId" TEXT NOT NULL,
    "challengeId" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "seed" INTEGER NOT NULL,
    "passed" BOOLEAN NOT NULL,
    "verdict" JSONB NOT NULL,
    "at" DATETIME NOT NULL,
    "first" BOOLEAN NOT NULL,
    "seconds" REAL NOT NULL,
    "hints" INTEGER NOT NULL,
    "gaveUp" BOOLEAN NOT NULL,
    "interview" BOOLEAN NOT NULL,
    CONSTRAINT "Submission_learnerId_fkey" FOREIGN KEY ("learnerId") REFERENCES "Learner" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "Submission_learnerId_challengeId_at_idx" ON "Submission"("learnerId", "challengeId", "at");
