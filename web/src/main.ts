import '@gradio/theme/reset.css';
import '@gradio/theme/typography.css';
import './theme/gradio.css';
import './theme/page.css';
import { mount } from 'svelte';
import App from './App.svelte';

mount(App, { target: document.getElementById('page')! });
