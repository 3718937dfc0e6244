/// How the page looks: quiet, narrow, light or dark as the reader's system is.
enum PageStyle {
    /// How a chart's text looks where the page's style is not applied to it.
    static let chart = "fill=\"#808080\" font-family=\"sans-serif\" font-size=\"12\""

    static let css = """
        :root { color-scheme: light dark; --paper: #fcfcfb; --ink: #1d1f22; --quiet: #63676e;
          --line: #dcdedf; --good: #2a6fb0; --bad: #c8571b; --third: #5b8a3c; --tile: #f1f2f2; }
        @media (prefers-color-scheme: dark) { :root { --paper: #17191b; --ink: #e8e9ea;
          --quiet: #9ba0a6; --line: #34383c; --good: #6fb0ee; --bad: #f0935a; --third: #9cc97a;
          --tile: #212427; } }
        body { background: var(--paper); color: var(--ink); margin: 0;
          font: 15px/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
        main { max-width: 66rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
        h1 { font-size: 1.9rem; margin: 0; } h2 { font-size: 1.25rem; margin: 2.5rem 0 .75rem; }
        h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
        .quiet { color: var(--quiet); font-weight: 400; } p { margin: .25rem 0 1rem; }
        .tiles { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1.25rem 0; }
        .tile { background: var(--tile); border-radius: .5rem; padding: .7rem 1rem;
          min-width: 7rem; }
        .tile b { display: block; font-size: 1.45rem; font-weight: 600; }
        .tile span { color: var(--quiet); font-size: .85rem; }
        .notes { padding-left: 1.1rem; color: var(--quiet); }
        .charts { display: flex; flex-wrap: wrap; gap: 1.5rem; }
        svg { max-width: 100%; height: auto; } svg text { fill: var(--quiet); font-size: 12px; }
        svg .title { fill: var(--ink); font-weight: 600; font-size: 13px; }
        .axis { stroke: var(--line); fill: none; } .limit { stroke: var(--ink); fill: none; }
        .good { fill: var(--good); } .bad { fill: var(--bad); }
        .curve { fill: none; stroke-width: 2; }
        .c0 { stroke: var(--good); } .c1 { stroke: var(--bad); } .c2 { stroke: var(--third); }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: .5rem 0; }
        th, td { text-align: right; padding: .3rem .7rem; border-bottom: 1px solid var(--line); }
        th:first-child, td:first-child { text-align: left; padding-left: 0; }
        th { font-weight: 500; color: var(--quiet); } tr.all td { font-weight: 600; }
        .mistakes { display: grid; gap: 1.25rem;
          grid-template-columns: repeat(auto-fill, minmax(19rem, 1fr)); }
        figure { margin: 0; } figure img { width: 100%; border-radius: .35rem; display: block; }
        figcaption { font-size: .85rem; color: var(--quiet); overflow-wrap: anywhere; }
        pre { background: var(--tile); padding: 1rem; border-radius: .5rem; overflow-x: auto;
          font-size: .8rem; }
        """
}
