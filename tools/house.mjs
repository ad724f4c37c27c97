/** Which room may import from which, and which packages live behind one door only. Lint and docs read this table. */
export const rooms = {
  domain: [],
  formats: ['domain'],
  cards: ['domain'],
  workflows: ['domain'],
  activities: ['domain', 'formats', 'cards', 'database'],
  database: ['domain', 'formats'],
  bot: ['domain', 'formats', 'cards', 'database', 'workflows/client'],
  api: ['domain', 'formats', 'cards', 'database', 'workflows/client'],
  cli: ['domain', 'formats', 'cards', 'database', 'workflows/client', 'serving/client', 'worker/check', 'worker/stock'],
  serving: ['domain', 'formats', 'database/scored-rows'],
  trainer: ['domain', 'formats'],
  worker: ['*'],
  /** Talks to the rest over HTTP and the connector protocol only, as people and clients would. */
  playground: [],
};

/** Type-only imports that a room may make beyond its doors: workflows know the activities by their types alone. */
export const typeDoors = { workflows: ['activities'], domain: [] };

/** Packages with one home. */
export const homes = {
  botbuilder: ['bot/teams'],
  'botframework-connector': ['bot/teams'],
  restify: ['bot/teams', 'api'],
  pg: ['database', 'worker'],
  zod: ['formats', 'api', 'bot', 'serving', 'playground'],
  '@temporalio/workflow': ['workflows'],
  '@temporalio/client': ['workflows/client', 'worker'],
  '@temporalio/worker': ['worker'],
  '@temporalio/activity': ['activities', 'worker'],
  yauzl: ['formats'],
  'tar-stream': ['formats', 'activities/image'],
  jose: ['playground/connector'],
  undici: ['formats/oci/registry'],
  dockerode: ['activities/image/docker', 'activities/target/docker'],
};
