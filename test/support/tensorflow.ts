import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** A Python with TensorFlow, for the tests that ask TensorFlow itself. */
export const tensorflowPython = process.env['STEWARD_TEST_TENSORFLOW'];

/** Runs Python with these arguments and gives its standard output; rejects when it does not end with 0. */
export async function runPython(args: readonly string[]): Promise<string> {
  if (tensorflowPython === undefined) throw new Error('STEWARD_TEST_TENSORFLOW is not set');
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3', CUDA_VISIBLE_DEVICES: '-1', TF_ENABLE_ONEDNN_OPTS: '0' };
  const { stdout } = await promisify(execFile)(tensorflowPython, args, { env, maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}
