// htmx swaps answers in place. Its settings are in <meta name="htmx-config">, its CSRF header on <body>.
// The minified module: esbuild would keep the long names of its class members.
import "htmx.org/dist/htmx.esm.min.js";
