import './style/tokens.css';
import './style/base.css';
import './style/layout.css';
import './style/board.css';
import './style/panels.css';
import './style/learn.css';
import { options, render } from 'preact';
import { App } from './app/app.js';
import { startPage } from './app/start.js';

// All that has come since the last frame is drawn once.
options.debounceRendering = requestAnimationFrame;

const place = document.getElementById('page');
if (place === null) throw new Error('index.html has no #page');
render(<App page={startPage()} />, place);
