import { render } from 'preact';
import { Gallery } from './gallery/gallery';
import { App } from './shell/app';
import { followStream } from './state/follow-stream';
import { createPageStore } from './state/page-store';
import { StoreContext } from './state/use-store';

const root = document.getElementById('app');
if (root === null) throw new Error('the page has no place to be drawn in');

if (location.pathname === '/gallery') {
  render(<Gallery />, root);
} else {
  const store = createPageStore(localStorage);
  followStream(store, '/stream');
  render(
    <StoreContext.Provider value={store}>
      <App />
    </StoreContext.Provider>,
    root,
  );
}
