// Stands in for '@gradio/image/shared': the picture alone, without viewer, sharing and client.
export { default as Image } from '@gradio/image/picture';
