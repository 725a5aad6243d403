'use strict';
(() => {
  const rows = Array.from(document.getElementById('d').rows);
  const texts = rows.map(row => row.textContent.toLowerCase());
  const find = document.getElementById('q');
  const state = document.getElementById('s');
  const count = document.getElementById('c');
  let waiting = 0;
  const apply = () => {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, i) => {
      const fits = (!state.value || row.dataset.s === state.value) && words.every(word => texts[i].includes(word));
      row.hidden = !fits;
      if (fits) ++shown;
    });
    count.textContent = shown + ' of ' + rows.length + ' devices';
  };
  find.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(apply, 120); });
  state.addEventListener('change', apply);
  document.querySelector('.filter').hidden = false;
  apply();
})();
