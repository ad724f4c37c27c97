import path from 'node:path';
import { homes, rooms, typeDoors } from './house.mjs';

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..');

function within(place, door) {
  return door === '*' || place === door || place.startsWith(`${door}/`) || place.startsWith(`${door}.`);
}

/** The doors of the house as a lint rule: relative imports by the room table, packages by their home. */
const doors = {
  meta: { type: 'problem', schema: [], messages: { room: '{{message}}' } },
  create(context) {
    const from = path.relative(root, context.filename).split(path.sep).join('/');
    const room = from.split('/', 1)[0];
    if (!(room in rooms)) return {};

    function check(node, typeOnly) {
      const target = node.source?.value;
      if (typeof target !== 'string') return;
      if (target.startsWith('.')) {
        const place = path
          .relative(root, path.resolve(path.dirname(context.filename), target))
          .split(path.sep)
          .join('/');
        if (within(place, room)) return;
        const open = [...rooms[room], ...(typeOnly ? (typeDoors[room] ?? []) : [])];
        if (open.some((door) => within(place, door))) return;
        context.report({
          node,
          messageId: 'room',
          data: { message: `${room}/ has no door to ${place} (docs/design.md, "The house")` },
        });
        return;
      }
      const home = homes[Object.keys(homes).find((name) => target === name || target.startsWith(`${name}/`)) ?? ''];
      if (home && !typeOnly && !home.some((door) => within(from, door)))
        context.report({ node, messageId: 'room', data: { message: `${target} lives in ${home.join(', ')} only` } });
      if (room === 'domain')
        context.report({
          node,
          messageId: 'room',
          data: { message: `domain/ imports nothing but itself, not ${target}` },
        });
    }
    return {
      ImportDeclaration: (node) => check(node, node.importKind === 'type'),
      ExportNamedDeclaration: (node) => check(node, node.exportKind === 'type'),
      ExportAllDeclaration: (node) => check(node, node.exportKind === 'type'),
      ImportExpression: (node) => check({ ...node, source: node.source, loc: node.loc, range: node.range }, false),
    };
  },
};

export default { rules: { doors } };
