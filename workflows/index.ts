export { monitor } from './monitor';
export { announceImport } from './announce-import';
export { observe } from './observe';
export { reconcile } from './reconcile';
export { register } from './register';
export { release } from './release';
export { retrain } from './retrain';
