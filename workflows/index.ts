export { reconcile } from './reconcile';
export { register } from './register';
export { release } from './release';
export { retrain } from './retrain';
