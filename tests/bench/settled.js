// Times of what a reader sees, from the page's own clock: when the heading became another one, and when the
// main area changed for the last time. `HEADING` is replaced by a CSS selector.
(() => {
  const QUIET_MS = 500;
  const NO_RUN_MS = 3000;
  const bench = { startedAt: 0, lastChange: 0, before: "", headingAt: null, ran: false };
  const heading = () => [...document.querySelectorAll("HEADING")].map((element) => element.textContent).join("\n");
  const script = () => document.querySelector("[data-testid=stApp]")?.dataset.testScriptState;
  const inMain = ({ target }) =>
    (target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement)?.closest("[data-testid=stMain]");

  new MutationObserver((changes) => {
    const now = performance.now();
    if (changes.some((change) => change.attributeName !== "data-test-script-state" && inMain(change))) {
      bench.lastChange = now;
    }
    bench.ran ||= script() === "running";
    if (bench.headingAt === null && heading() && heading() !== bench.before) bench.headingAt = now;
  }).observe(document, {
    subtree: true, childList: true, characterData: true, attributes: true,
    attributeFilter: ["data-test-script-state", "d", "transform"],
  });
  for (const act of ["click", "keydown"]) {
    document.addEventListener(act, () => { bench.startedAt = performance.now(); }, true);
  }

  // From now on; the clock starts at the last click or key before the change.
  bench.arm = () => Object.assign(bench, {
    startedAt: performance.now(), lastChange: 0, before: heading(), headingAt: null, ran: false,
  });
  // The run is over, every chart has been drawn and nothing has moved for a while.
  bench.settled = () => {
    const now = performance.now();
    const begun = bench.headingAt !== null || bench.ran || now - bench.startedAt > NO_RUN_MS;
    const charts = [...document.querySelectorAll("[data-testid=stVegaLiteChart]")];
    return begun && script() === "notRunning" && now - bench.lastChange > QUIET_MS
      && now - bench.startedAt > QUIET_MS
      && !document.querySelector("[data-testid=stSkeleton]")
      && charts.every((chart) => chart.querySelector("svg.marks, canvas.marks"));
  };
  bench.times = () => ({
    heading: bench.headingAt === null ? null : bench.headingAt - bench.startedAt,
    finished: bench.lastChange ? bench.lastChange - bench.startedAt : null,
  });
  window.bench = bench;
})();
