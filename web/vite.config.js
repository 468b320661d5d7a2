// Builds the page. Every address is relative, so that it can stand under any path.
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

const part = (path) => fileURLToPath(new URL(`node_modules/@gradio/${path}`, import.meta.url));
const own = (path) => fileURLToPath(new URL(`src/${path}`, import.meta.url));

export default defineConfig({
  base: './',
  resolve: {
    // The components without their Gradio half, which would bring its client along.
    alias: {
      '@gradio/button/base': part('button/dist/shared/Button.svelte'),
      '@gradio/textbox/base': part('textbox/dist/shared/Textbox.svelte'),
      '@gradio/image/picture': part('image/dist/shared/Image.svelte'),
      '@gradio/image/shared': own('parts/gradio_image.ts'), // which the button asks for
    },
  },
  plugins: [
    svelte({
      // Gradio's published components carry accessibility remarks of their own making.
      onwarn: (warning, report) => warning.filename?.includes('node_modules') || report(warning),
    }),
  ],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Gradio's utilities import a translation engine that nothing here calls.
    rolldownOptions: {
      treeshake: { moduleSideEffects: (id) => !/@gradio.utils|svelte-i18n|@formatjs/.test(id) },
      checks: { pluginTimings: false },
    },
  },
});
