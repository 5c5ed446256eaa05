import './style/tokens.css';
import './style/base.css';
import './style/layout.css';
import './style/board.css';
import './style/panels.css';
import './style/learn.css';
import { render } from 'preact';
import { App } from './app/app.js';
import { startPage } from './app/start.js';

const place = document.getElementById('page');
if (place === null) throw new Error('index.html has no #page');
render(<App page={startPage()} />, place);
