/* The visitor's own stories: this browser keeps them, nothing is sent. */
(() => {
  "use strict";
})();
