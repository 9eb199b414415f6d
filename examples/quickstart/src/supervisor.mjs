import cluster from 'node:cluster';

/** Starts the workers, replaces one that dies, and ends them all on SIGTERM or SIGINT. */
export function supervise({ host, port, workers, heapMib, cacheEntries }) {
  const serving = new Set();
  let stopping = false;

  const share = Math.max(1, Math.floor(heapMib / workers));
  // What outlives a request is kept for long, so a small nursery will do and leaves the memory to the ledgers.
  cluster.setupPrimary({ execArgv: [`--max-old-space-size=${share}`, '--max-semi-space-size=4'] });

  cluster.on('message', (worker, { failure }) => {
    if (failure) return stop(failure);
    serving.add(worker.id);
    tellWorkers();
    if (serving.size === workers) console.log(`${workers} workers serve http://${host}:${port}/report`);
  });

  cluster.on('exit', (worker, code, signal) => {
    if (stopping) return;
    const what = `Worker ${worker.process.pid} ended with ${signal ?? `code ${code}`}`;
    if (!serving.delete(worker.id)) {
      stop(
        `${what} before it could serve: HEAP_MIB=${heapMib} for ${workers} of them may be too little for CACHE_ENTRIES=${cacheEntries}.`,
      );
      return;
    }
    console.error(`${what}; another one takes its place.`);
    tellWorkers();
    cluster.fork();
  });

  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => stop());
  for (let count = 0; count < workers; count += 1) cluster.fork();

  function tellWorkers() {
    for (const worker of Object.values(cluster.workers)) {
      if (worker.isConnected()) worker.send({ serving: serving.size });
    }
  }

  /** Ends the workers, which have nothing to lose; the supervisor ends when they are gone. */
  function stop(failure) {
    if (stopping) return;
    stopping = true;
    for (const worker of Object.values(cluster.workers)) worker.process.kill('SIGKILL');
    if (!failure) return;
    process.exitCode = 1;
    process.on('exit', () => console.error(failure)); // last, below what dying workers print
  }
}
