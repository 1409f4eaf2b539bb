-- AlterTable
ALTER TABLE "ChallengeWork" ADD COLUMN "gradedBy" INTEGER;
ALTER TABLE "ChallengeWork" ADD COLUMN "solvedBefore" DATETIME;
ALTER TABLE "ChallengeWork" ADD COLUMN "form" TEXT NOT NULL DEFAULT 'whole';
ALTER TABLE "ChallengeWork" ADD COLUMN "round" INTEGER NOT NULL DEFAULT 1;

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_ChallengeDraft" (
    "learnerId" TEXT NOT NULL,
    "challengeId" TEXT NOT NULL,
    "round" INTEGER NOT NULL DEFAULT 1,
    "language" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "typedAt" DATETIME NOT NULL,

    PRIMARY KEY ("learnerId", "challengeId", "round", "language"),
    CONSTRAINT "ChallengeDraft_learnerId_fkey" FOREIGN KEY ("learnerId") REFERENCES "Learner" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_ChallengeDraft" ("challengeId", "language", "learnerId", "text", "typedAt") SELECT "challengeId", "language", "learnerId", "text", "typedAt" FROM "ChallengeDraft";
DROP TABLE "ChallengeDraft";
ALTER TABLE "new_ChallengeDraft" RENAME TO "ChallengeDraft";
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
