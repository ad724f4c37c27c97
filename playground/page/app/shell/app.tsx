import { Channel } from '../chat/channel';
import { OutsideDrawer } from '../outside/outside-drawer';
import { Panel } from '../panel/panel';
import { usePage } from '../state/use-store';
import { StoryBar } from '../story/story-bar';
import { Sidebar } from './sidebar';
import { TopBar } from './top-bar';
import { useTheme } from './use-theme';
import { ViewSwitch } from './view-switch';

/** The whole window: who and where on the left, the conversation in the middle, the model beside it. */
export function App() {
  const { theme, view, started } = usePage();
  useTheme(theme);
  if (!started) return <p class="starting">Connecting to the playground…</p>;
  return (
    <div class="window" data-view={view}>
      <TopBar />
      <Sidebar />
      <main class="conversation" aria-label="Conversation">
        <StoryBar />
        <Channel />
      </main>
      <aside class="beside" aria-label="The model and the world around it">
        <Panel />
        <OutsideDrawer />
      </aside>
      <ViewSwitch />
    </div>
  );
}
