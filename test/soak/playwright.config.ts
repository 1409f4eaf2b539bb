import journeys from "../../playwright.config.ts";

export default { ...journeys, testDir: ".", globalSetup: "../e2e/base-database.ts", workers: 1, timeout: 0 };
