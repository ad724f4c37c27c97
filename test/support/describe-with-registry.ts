import { registryProgram } from './registry-server';

/** Suites that ask a real registry. */
export const describeWithRegistry = registryProgram === undefined ? describe.skip : describe;
