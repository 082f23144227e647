// Small helps for pages that also work without them: local times, live lists and logs, charts.
(() => {
  'use strict';
  const each = (root, query, act) => {
    if (root.matches && root.matches(query)) act(root);
    root.querySelectorAll(query).forEach(act);
  };

  const steps = [[60, 'second'], [60, 'minute'], [24, 'hour'], [7, 'day']];
  const relative = new Intl.RelativeTimeFormat('en', {numeric: 'auto', style: 'short'});
  const localTime = new Intl.DateTimeFormat(undefined, {dateStyle: 'medium', timeStyle: 'medium'});
  // Browsers know no times beyond 270,000 years, which clients can tell all the same, and write
  // years before Christ as those after.
  const isKnown = at => !Number.isNaN(at.getTime());
  const isWritten = at => isKnown(at) && at.getFullYear() > 0;
  const showTime = element => {
    const at = new Date(element.dateTime);
    if (!isWritten(at)) return; // As the server told it.
    let ago = (at - Date.now()) / 1000;
    element.title = localTime.format(at);
    for (const [size, unit] of steps) {
      if (Math.abs(ago) < size) {
        element.textContent = relative.format(Math.round(ago), unit);
        return;
      }
      ago /= size;
    }
    element.textContent = localTime.format(at);
  };

  const follow = list => {
    let due = 0;
    const source = new EventSource(list.dataset.feed);
    source.addEventListener('moment', message => {
      list.insertAdjacentHTML('afterbegin', message.data);
      const fresh = list.firstElementChild;
      if (fresh) {
        fresh.classList.add('fresh');
        each(fresh, 'time', showTime);
      }
      while (list.children.length > 60) list.lastElementChild.remove();
    });
    source.addEventListener('moved', () => {
      if (due) return;
      due = setTimeout(() => {
        due = 0;
        const map = document.getElementById('map');
        if (map && window.htmx) window.htmx.trigger(map, 'moved');
      }, 1000);
    });
  };

  const tail = log => {
    const source = new EventSource(log.dataset.log);
    source.addEventListener('line', message => {
      const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
      log.append(message.data + '\n');
      if (isAtEnd) log.scrollTop = log.scrollHeight;
    });
    source.addEventListener('end', () => source.close());
    log.scrollTop = log.scrollHeight;
  };

  // Colours are those of the style sheet in the scheme of the moment.
  const colour = name => {
    const probe = document.createElement('i');
    probe.style.color = `var(--${name})`;
    document.body.append(probe);
    const value = getComputedStyle(probe).color;
    probe.remove();
    return value;
  };
  const axis = extra => ({
    axisLine: {lineStyle: {color: colour('line')}}, axisTick: {show: false},
    axisLabel: {color: colour('soft'), hideOverlap: true},
    splitLine: {lineStyle: {color: colour('line')}}, nameTextStyle: {color: colour('soft')}, ...extra});
  const day = value => {
    const at = new Date(value);
    return isKnown(at) ? at.toISOString().split('T')[0] : '';
  };
  const common = () => ({
    animation: false, textStyle: {fontFamily: getComputedStyle(document.body).fontFamily},
    tooltip: {confine: true, backgroundColor: colour('card'), borderColor: colour('line'), textStyle: {color: colour('ink'), fontSize: 12}}});
  const lines = (data, width) => {
    const names = data.compact ? [...Array(10).keys()].map(i => `c${i}`) : ['link', 'accent', 'good', 'busy', 'warn', 'bad'];
    const palette = names.map(colour);
    const several = data.series.length > 1;
    // A line is known by more than its colour: its name stands at its end.
    const ends = {show: Boolean(data.compact && several), formatter: '{a}', distance: 3, fontWeight: 600, color: 'inherit'};
    const isTime = data.kind === 'time';
    const all = data.series.flatMap(one => one.points.map(point => point[0]));
    const room = (Math.max(...all) - Math.min(...all)) * 28 / Math.max(100, width - 60);
    let free = -Infinity;
    // A name is left away where it would run into the one before; the pointer still tells it.
    const isFree = mark => mark.at >= free && (free = mark.at + room) > 0;
    const options = common();
    options.tooltip.trigger = 'axis';
    options.tooltip.valueFormatter = value => value == null ? '–' : Number(value).toPrecision(5);
    return {
      ...options, color: palette,
      grid: {left: 8, right: ends.show ? 26 : 18, top: data.compact ? 14 : 40, bottom: 8, containLabel: true},
      legend: {show: !data.compact, top: 4, right: 12, icon: 'roundRect', itemWidth: 16, itemHeight: 3, textStyle: {color: colour('ink')}},
      xAxis: axis({type: isTime ? 'time' : 'value', splitNumber: data.compact && isTime ? 3 : undefined, splitLine: {show: false}, min: 'dataMin', max: 'dataMax',
        axisLabel: {color: colour('soft'), hideOverlap: true, alignMaxLabel: data.compact ? 'right' : undefined},
        axisPointer: isTime ? {label: {formatter: p => day(p.value)}} : {}}),
      yAxis: axis({type: 'value', name: data.unit, scale: true, nameLocation: 'end'}),
      series: data.series.map((one, index) => ({
        name: one.name, type: 'line', data: one.points, showSymbol: one.points.length < 3, symbolSize: 5,
        endLabel: ends, labelLayout: ends.show ? {moveOverlap: 'shiftY'} : undefined,
        lineStyle: {width: one.dashed ? 1.5 : 2, type: one.dashed ? 'dashed' : 'solid'},
        markLine: index ? undefined : {symbol: 'none', silent: false, data: data.marks.map(mark => ({
          xAxis: mark.at, name: mark.name, lineStyle: {color: colour(mark.tone), type: 'solid', width: 1.2, opacity: .7},
          label: {show: isFree(mark), formatter: mark.name, color: colour(mark.tone), fontSize: 10, rotate: 0, position: 'end', distance: 2}}))}}))};
  };
  const heat = (data, width) => {
    const options = common();
    options.tooltip.renderMode = 'html';
    const safe = text => text.replace(/[&<>"]/g, c => `&#${c.charCodeAt(0)};`);
    options.tooltip.formatter = p => `${safe(data.rows[p.value[1]])}<br>${safe(data.columns[p.value[0]])}: <b>${Number(p.value[2].toFixed(3))}</b>`;
    return {
      ...options,
      grid: {left: 30, right: 12, top: 8, bottom: 44, containLabel: true},
      xAxis: axis({type: 'category', data: data.columns}),
      yAxis: axis({type: 'category', data: data.rows, inverse: true, axisLabel: {color: colour('soft'), fontSize: 11, interval: 0}}),
      visualMap: {min: 0, max: data.top, calculable: false, orient: 'horizontal', left: 'center', bottom: 4, itemHeight: 90, itemWidth: 10,
        text: [data.unit ? `${data.unit} ${data.top} and more` : `${data.top}`, '0'], textStyle: {color: colour('soft')}, inRange: {color: ['heat0', 'heat1', 'heat2'].map(colour)}},
      series: [{type: 'heatmap', data: data.cells.map(c => [c[0], c[1], c[2]]), itemStyle: {borderColor: colour('card'), borderWidth: width > 6 * data.columns.length ? 1 : 0}}]};
  };
  const bars = data => ({
    ...common(), grid: {left: 8, right: 18, top: 30, bottom: 8, containLabel: true},
    xAxis: axis({type: 'category', data: data.columns}), yAxis: axis({type: 'value', name: data.unit}),
    series: [{type: 'bar', data: data.values, barCategoryGap: '8%', itemStyle: {color: colour('link')}}]});
  const scatter = data => ({
    ...common(), grid: {left: 8, right: 18, top: 30, bottom: 28, containLabel: true},
    xAxis: axis({type: 'value', name: data.columns[0], nameLocation: 'middle', nameGap: 26, scale: true, splitLine: {show: false}}),
    yAxis: axis({type: 'value', name: data.columns[1], scale: true}),
    series: [{type: 'scatter', data: data.points, symbolSize: 5, itemStyle: {color: colour('link'), opacity: .6},
      markLine: {symbol: 'none', silent: true, label: {show: false}, lineStyle: {color: colour('soft')}, data: [{yAxis: 0}]}}]});
  const kinds = {heat, bars, scatter};
  const charts = new Set();
  const draw = figure => {
    if (!window.echarts) return;
    const data = JSON.parse(figure.dataset.chart);
    const chart = window.echarts.init(figure, null, {renderer: 'svg'});
    const paint = () => chart.setOption((kinds[data.kind] || lines)(data, figure.clientWidth), true);
    paint();
    charts.add({chart, paint});
    new ResizeObserver(() => { chart.resize(); paint(); }).observe(figure);
  };
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => charts.forEach(one => one.paint()));

  const enliven = root => {
    each(root, 'time', showTime);
    each(root, '.from-end', box => { box.scrollLeft = box.scrollWidth; });
    each(root, '.waterfall .shown', step => { const list = step.parentElement; list.scrollTop = step.offsetTop - list.clientHeight / 2; });
    each(root, '[data-chart]', draw);
    each(root, '[data-log]', tail);
    each(root, '[data-feed]', follow);
  };
  document.addEventListener('htmx:load', event => {
    if (event.detail.elt !== document.body) enliven(event.detail.elt);
  });
  enliven(document.body);
  setInterval(() => each(document.body, 'time', showTime), 10000);
})();
