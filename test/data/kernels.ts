/** A short document of the learner's own: two headings with a question under each. */
export const KERNELS = `# Kernels

## Stride

Q: What does a stride of two do to the size of a feature map? A: It halves height and width, since the kernel moves two places at a time.

## Padding

Q: What does a border of zeros do for a picture? A: It lets the feature map keep the size of the picture, with every pixel seen by the kernel.
`;
