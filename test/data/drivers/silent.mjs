// Stands for the self-test's program with a driver that never answers.
const told = (backend) => ({
  backend,
  on: { backend, gpu: null, threads: 1 },
  missing: null,
  difference: 0,
  speed: null,
});
for (const backend of ["reference", "wasm"]) process.send(told(backend));
setInterval(() => {}, 1000);
