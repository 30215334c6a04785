'use strict';
/* Numbers the lines of each file's text beside its box, marks those with an error or a question, and goes to a line. */
(function () {
  function number(box) {
    const marked = new Set((box.dataset.lines || '').split(' '));
    const numbers = document.createElement('ol');
    numbers.className = 'line-numbers';
    numbers.setAttribute('aria-hidden', 'true');
    box.before(numbers); // the box stays where it is: moved, it would lose the focus and what is being typed
    function draw() {
      const count = box.value.split('\n').length;
      while (numbers.children.length > count) { numbers.lastChild.remove(); }
      for (let line = numbers.children.length + 1; line <= count; line += 1) {
        const item = document.createElement('li');
        item.textContent = line;
        if (marked.has(String(line))) { item.className = 'is-meant'; }
        numbers.append(item);
      }
      numbers.scrollTop = box.scrollTop;
    }
    box.addEventListener('input', draw);
    box.addEventListener('scroll', function () { numbers.scrollTop = box.scrollTop; });
    draw();
  }
  function goTo(event) {
    const box = document.querySelector(event.currentTarget.hash);
    const line = Number(event.currentTarget.dataset.line);
    if (!box || !line) { return; }
    event.preventDefault();
    const folded = box.closest('details');
    if (folded) { folded.open = true; }
    const lines = box.value.split('\n');
    const start = lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
    box.focus();
    box.setSelectionRange(start, start + lines[line - 1].length);
    box.scrollTop = box.scrollHeight * Math.max(line - 4, 0) / lines.length;
    box.scrollIntoView({ block: 'center' });
  }
  document.querySelectorAll('textarea.file-text').forEach(number);
  document.querySelectorAll('a[data-line]').forEach(function (link) { link.addEventListener('click', goTo); });
})();
