import { homes, rooms, typeDoors } from '../house.mjs';
import { code, document, heading, table } from './markdown.mjs';

const introduction = `Which room may import from which, and which packages live behind one door only. Lint refuses every other import
(\`tools/eslint-doors.mjs\`). What each room is for: [design.md](../design.md#the-house).`;

function list(doors) {
  return doors.length === 0 ? 'nothing' : doors.map((door) => (door === '*' ? 'every room' : code(door))).join(', ');
}

export function renderRooms() {
  const roomRows = Object.entries(rooms).map(([room, doors]) => [
    code(`${room}/`),
    list(doors),
    list(typeDoors[room] ?? []),
  ]);
  const homeRows = Object.entries(homes).map(([name, places]) => [code(name), list(places)]);
  return document(
    heading('Rooms and doors', 'tools/house.mjs', introduction),
    '## Rooms',
    table(['room', 'imports from', 'types only from'], roomRows),
    '## Packages with a home',
    'A package that is not listed may be used in every room but `domain/`, which imports nothing but itself.',
    table(['package', 'used in'], homeRows),
  );
}
