// The doors that vite.config.js cuts into Gradio's packages, which have no types of their own.
declare module '@gradio/button/base';
declare module '@gradio/textbox/base';
declare module '@gradio/image/picture';
