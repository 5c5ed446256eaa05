import computeGradients, {
  type GradientJob,
  type GradientReport,
} from '../../../../network/training/parallel/gradient-thread.js';

/** A thread that ends, as by a crash, when it is given a batch of one row. */
export default async function die(job: GradientJob): Promise<GradientReport> {
  if (job.rows === 1) process.exit(7);
  return computeGradients(job);
}
