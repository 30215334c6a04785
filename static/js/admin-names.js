'use strict';
/* The boxes that Django's search choices put in place of a select have no name. Each gets that of its field's label.
   The empty headings of Django's tables of rows are cells. */
(function () {
  function name(select) {
    const label = document.querySelector('label[for="' + select.id + '"]');
    return select.getAttribute('aria-label') || (label ? label.textContent.trim().replace(/:$/, '') : '');
  }
  function nameAll() {
    document.querySelectorAll('select.admin-autocomplete').forEach(function (select) {
      const box = select.nextElementSibling;
      if (!box) { return; }
      box.querySelectorAll('[role="combobox"], [role="textbox"], input').forEach(function (part) {
        part.removeAttribute('aria-labelledby');
        part.setAttribute('aria-label', name(select));
      });
    });
  }
  function markEmptyHeadings() {
    document.querySelectorAll('.tabular thead th').forEach(function (heading) {
      if (!heading.textContent.trim()) { heading.setAttribute('role', 'presentation'); }
    });
  }
  window.addEventListener('load', markEmptyHeadings);
  window.addEventListener('load', function () { window.setTimeout(nameAll, 50); }); // after the boxes are made
  document.addEventListener('formset:added', function () { window.setTimeout(nameAll); });
})();
