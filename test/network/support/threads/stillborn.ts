// A thread that ends before it is ready for its first job.
process.exit(9);
