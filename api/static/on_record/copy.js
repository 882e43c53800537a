// A button at each block of code that copies it.
"use strict";

for (const block of document.querySelectorAll("pre")) {
  const frame = document.createElement("div");
  frame.className = "copied";
  block.replaceWith(frame);
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Copy";
  frame.append(block, button);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(block.textContent.trimEnd());
      button.textContent = "Copied";
    } catch {
      // Browsers lend the clipboard to pages of HTTPS and of this machine alone.
      getSelection().selectAllChildren(block);
      button.textContent = "Selected";
    }
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  });
}
