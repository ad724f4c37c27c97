export { monitor } from './monitor';
export { reconcile } from './reconcile';
export { register } from './register';
export { release } from './release';
