/**
 * What moves on the page: the readings of charts under the pointer, and the board on which games are
 * shown. It runs in a browser, hence a text; all that can be worked out before is in the page.
 */
export const PAGE_SCRIPT = `
'use strict';
{
  for (const plot of document.querySelectorAll('.plot')) {
    const readings = JSON.parse(plot.dataset.readings);
    let tip;
    const show = (event) => {
      const box = plot.getBoundingClientRect();
      const x = ((event.clientX - box.left) / box.width) * 1000;
      const near = readings.reduce((a, b) => (Math.abs(b[0] - x) < Math.abs(a[0] - x) ? b : a));
      tip ??= plot.appendChild(Object.assign(document.createElement('div'), { className: 'tip' }));
      tip.textContent = near[2];
      tip.style.top = near[1] / 10 + '%';
      const half = tip.offsetWidth / 2;
      const left = (near[0] / 1000) * box.width;
      const kept = Math.min(Math.max(left, half - 40), box.width - half + 10);
      tip.style.left = kept + 'px';
      tip.style.setProperty('--at', left - kept + half + 'px');
    };
    plot.addEventListener('pointermove', show);
    plot.addEventListener('pointerdown', show);
    plot.addEventListener('pointerleave', () => { tip?.remove(); tip = undefined; });
  }

  const viewer = document.getElementById('viewer');
  if (viewer) {
    const replays = JSON.parse(document.getElementById('replays').textContent);
    const find = (selector) => viewer.querySelector(selector);
    const COLUMNS = 'ABCDEFGHJKLMNOPQRSTUVWXYZ';
    const SVG = 'http://www.w3.org/2000/svg';
    const slider = find('input');
    let game, ply;

    const draw = (parent, name, attributes, text) => {
      const element = document.createElementNS(SVG, name);
      for (const key in attributes) element.setAttribute(key, attributes[key]);
      if (text !== undefined) element.textContent = text;
      parent.append(element);
    };

    const vertex = (point) =>
      point === game.width * game.height ? 'pass'
        : COLUMNS[point % game.width] + (game.height - Math.floor(point / game.width));

    const stones = () => {
      const colors = new Array(game.width * game.height).fill(0);
      for (let i = 0; i < ply; i++) {
        if (game.moves[i] < colors.length) colors[game.moves[i]] = 1 + (i % 2);
        for (const point of game.captures[i] ?? []) colors[point] = 0;
      }
      return colors;
    };

    const stars = () => {
      const of = (n) => (n < 7 ? (n % 2 ? [(n - 1) / 2] : []) : n < 13 ? [2, (n - 1) / 2, n - 3] : [3, (n - 1) / 2, n - 4])
        .filter(Number.isInteger);
      return of(game.width).flatMap((x) => of(game.height).map((y) => [x, y]))
        .filter(([x, y]) => game.width >= 13 || (x * 2 === game.width - 1) === (y * 2 === game.height - 1));
    };

    const drawBoard = () => {
      const { width, height } = game;
      const goban = find('.goban');
      goban.replaceChildren();
      goban.setAttribute('viewBox', [-1.1, -1.1, width + 1.2, height + 1.2].join(' '));
      let lines = '';
      for (let x = 0; x < width; x++) lines += 'M' + x + ' 0V' + (height - 1);
      for (let y = 0; y < height; y++) lines += 'M0 ' + y + 'H' + (width - 1);
      draw(goban, 'path', { d: lines, stroke: 'var(--wood-line)', 'stroke-width': 0.035, fill: 'none', 'stroke-linecap': 'square' });
      for (const [x, y] of stars()) draw(goban, 'circle', { cx: x, cy: y, r: 0.09, fill: 'var(--wood-line)' });
      const label = { fill: 'var(--wood-line)', 'font-size': 0.36, 'text-anchor': 'middle' };
      for (let x = 0; x < width; x++) draw(goban, 'text', { ...label, x, y: -0.62 }, COLUMNS[x]);
      for (let y = 0; y < height; y++) draw(goban, 'text', { ...label, x: -0.75, y: y + 0.13 }, height - y);
      stones().forEach((color, point) => {
        if (color === 0) return;
        const [cx, cy] = [point % width, Math.floor(point / width)];
        draw(goban, 'circle', { cx, cy, r: 0.47, fill: color === 1 ? 'var(--black)' : 'var(--white)', stroke: 'var(--black)', 'stroke-width': 0.03 });
        if (point === game.moves[ply - 1]) draw(goban, 'circle', { cx, cy, r: 0.17, fill: 'var(--mark)' });
      });
    };

    const drawValues = () => {
      const graph = find('.values');
      graph.replaceChildren();
      const end = Math.max(1, game.moves.length);
      const known = game.values.map((value, i) => [i, value]).filter(([, value]) => value !== null);
      const at = ([i, value]) => ((1000 * i) / end).toFixed(1) + ' ' + (500 - 4.6 * value).toFixed(0);
      draw(graph, 'path', { d: 'M0 500H1000', stroke: 'var(--hair)' });
      if (known.length) draw(graph, 'path', { d: 'M' + known.map(at).join('L'), stroke: 'var(--line)', 'stroke-width': 2 });
      draw(graph, 'path', { d: 'M' + (1000 * Math.max(0, ply - 1)) / end + ' 0V1000', stroke: 'var(--mark)', 'stroke-width': 1.5 });
    };

    const tell = () => {
      if (ply === 0) return 'Komi ' + game.komi + ', ' + game.moves.length + ' moves';
      const value = game.values[ply - 1];
      const who = ply % 2 ? 'Black' : 'White';
      return 'Move ' + ply + ' of ' + game.moves.length + ': ' + who + ' ' + vertex(game.moves[ply - 1]) +
        (value === null ? '' : ' · value for Black ' + (value / 100).toFixed(2).replace('-', '−'));
    };

    const go = (to) => {
      ply = Math.min(Math.max(0, to), game.moves.length);
      slider.value = ply;
      find('.ply').textContent = tell();
      drawBoard();
      drawValues();
    };

    const open = (number) => {
      game = replays[number];
      find('.game-title b').textContent = game.title;
      find('.game-title span').textContent = game.result;
      slider.max = game.moves.length;
      find('[aria-current]')?.removeAttribute('aria-current');
      find('[data-game="' + number + '"]').setAttribute('aria-current', 'true');
      go(0);
    };

    const jumps = { first: () => 0, back: () => ply - 1, forward: () => ply + 1, last: () => game.moves.length };
    const keys = { ArrowLeft: 'back', ArrowRight: 'forward', Home: 'first', End: 'last' };
    viewer.addEventListener('click', (event) => {
      const button = event.target.closest('button');
      if (button?.dataset.go) go(jumps[button.dataset.go]());
      if (button?.dataset.game) open(Number(button.dataset.game));
    });
    slider.addEventListener('input', () => go(Number(slider.value)));
    find('.values').addEventListener('click', (event) => {
      const box = event.currentTarget.getBoundingClientRect();
      go(1 + Math.round(((event.clientX - box.left) / box.width) * game.moves.length));
    });
    document.addEventListener('keydown', (event) => {
      const away = event.target.closest('.scroll, input') || event.ctrlKey || event.metaKey || event.altKey;
      const inSight = event.target === document.body || viewer.contains(event.target);
      if (away || !inSight || !keys[event.key]) return;
      event.preventDefault();
      go(jumps[keys[event.key]]());
    });
    open(0);
    go(game.moves.length);
  }
}
`;
