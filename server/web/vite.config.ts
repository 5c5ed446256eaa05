import preact from '@preact/preset-vite';
import { defineConfig, type UserConfig } from 'vite';

/** Where the server finds the page: beside the compiled program. */
const OUT = '../../dist/web';

const config: UserConfig = defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [preact()],
  build: {
    outDir: OUT,
    emptyOutDir: true,
    target: 'es2022',
    // The content policy allows no `data:` addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
});

export default config;
