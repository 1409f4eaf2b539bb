/**
 * Study days after an item's first answer from which its first review goes before everything but steps. How long a first
 * reading lasts is predicted from learners who were asked again within days; beyond a fortnight that is guesswork.
 */
export const FIRST_REVIEW_CEILING = 14;

/** Gains below this are not worth a question: a tenth of a point of one item's recall. */
export const LEAST_GAIN = 0.001;
