/// How the page of a report looks, in both schemes.
enum HTMLStyle {
  static let text = """
    :root {
      --paper: #fbfaf7; --card: #ffffff; --ink: #22261f; --quiet: #6b7167; --line: #e4e2da;
      --green: #2f7d4f; --track: #e9ece4; --shade: rgba(34, 38, 31, .16); --better: #2b7a45; --worse: #b3412f; --heat-ink: 47, 125, 79;
      --s0: #2f7d4f; --s1: #3d6fb4; --s2: #c27a1a; --s3: #8a5aa8; --s4: #b3412f; --s5: #4a8f97;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --paper: #171a17; --card: #1e221e; --ink: #e3e6df; --quiet: #98a095; --line: #323832;
        --green: #6fbf8b; --track: #2c332d; --shade: rgba(0, 0, 0, .55); --better: #7bc98f; --worse: #e58a78;
        --heat-ink: 111, 191, 139;
        --s0: #6fbf8b; --s1: #82aee6; --s2: #e0ab5c; --s3: #bf97da; --s4: #e58a78; --s5: #7fc4cb;
      }
    }
    * { box-sizing: border-box; }
    body {
      margin: 0; background: var(--paper); color: var(--ink);
      font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
    }
    main { max-width: 1280px; margin: 0 auto; padding: 40px 24px 64px; }
    .brand {
      margin: 0; color: var(--green); font-size: 12px; font-weight: 600; letter-spacing: .14em;
      text-transform: uppercase;
    }
    h1 { margin: 4px 0 8px; font-size: 30px; line-height: 1.2; font-weight: 650; }
    h2 { margin: 0 0 8px; font-size: 14px; color: var(--quiet); font-weight: 600; }
    .terms { margin: 0 0 28px; color: var(--quiet); font-size: 13px; }
    .terms span { display: inline-block; margin-right: 16px; }
    .terms b { font-weight: 600; color: var(--ink); }
    .tiles { display: flex; flex-wrap: wrap; gap: 12px; margin: 0 0 24px; }
    .tiles div {
      flex: 1 1 130px; padding: 12px 16px; background: var(--card); border: 1px solid var(--line);
      border-radius: 10px;
    }
    .tiles dt { font-size: 12px; color: var(--quiet); }
    .tiles dd {
      margin: 2px 0 0; font-size: 22px; font-weight: 600; font-variant-numeric: tabular-nums;
      white-space: nowrap;
    }
    .tiles small { margin-left: 8px; font-size: 13px; font-weight: 500; color: var(--quiet); }
    .tiles small.better { color: var(--better); } .tiles small.worse { color: var(--worse); }
    figure, .scroll {
      margin: 0 0 24px; background: var(--card); border: 1px solid var(--line); border-radius: 10px;
    }
    figure { padding: 16px 16px 8px; }
    figure svg { display: block; width: 100%; min-width: 880px; height: auto; }
    .scroll, figure { overflow-x: auto; }
    /* A shadow at an edge tells that the table goes on there. */
    .scroll {
      background:
        linear-gradient(to right, var(--card) 40%, transparent) left / 48px 100% local,
        linear-gradient(to left, var(--card) 40%, transparent) right / 48px 100% local,
        linear-gradient(to right, var(--shade), transparent) left / 16px 100% scroll,
        linear-gradient(to left, var(--shade), transparent) right / 16px 100% scroll,
        var(--card);
      background-repeat: no-repeat;
    }
    table {
      width: 100%; border-collapse: collapse; font-size: 14px; font-variant-numeric: tabular-nums;
    }
    th, td { padding: 8px 12px; text-align: left; white-space: nowrap; }
    thead th { color: var(--quiet); font-size: 12px; font-weight: 600; border-bottom: 1px solid var(--line); }
    tbody th { font-weight: 500; position: sticky; left: 0; background: var(--card); }
    tbody tr + tr > * { border-top: 1px solid var(--line); }
    tbody tr:hover > * { background: var(--track); }
    .n { text-align: right; }
    .total > * { font-weight: 650; border-top: 2px solid var(--quiet) !important; }
    .better { color: var(--better); } .worse { color: var(--worse); }
    .heat { background: rgba(var(--heat-ink), calc(var(--heat) * .0062)); }
    .bar { margin-left: 10px; vertical-align: 1px; }
    .bar rect { fill: var(--green); } .bar .track { fill: var(--track); }
    .notes { color: var(--quiet); font-size: 13px; } .notes ul { margin: 0; padding-left: 18px; }
    .empty { color: var(--quiet); }
    .grid { stroke: var(--line); } .axis { fill: var(--quiet); font-size: 12px; }
    .name { font-size: 13px; fill: var(--ink); }
    .s0 { --c: var(--s0); } .s1 { --c: var(--s1); } .s2 { --c: var(--s2); }
    .s3 { --c: var(--s3); } .s4 { --c: var(--s4); } .s5 { --c: var(--s5); }
    .course { fill: none; stroke: var(--c); stroke-width: 2.2; stroke-linejoin: round; stroke-linecap: round; }
    .before { stroke-dasharray: 5 5; opacity: .7; } .fill { fill: var(--c); opacity: .1; }
    .dot, .column { fill: var(--c); } .earlier { opacity: .45; }
    @media (max-width: 640px) {
      main { padding: 24px 12px 40px; } h1 { font-size: 24px; }
      .tiles dd { font-size: 19px; } th, td { padding: 8px 10px; }
      tbody th { max-width: 44vw; overflow: hidden; text-overflow: ellipsis; }
    }
    @media print {
      @page { size: landscape; margin: 12mm; }
      table { font-size: 9px; } th, td { padding: 3px 4px; white-space: normal; }
      figure svg { min-width: 0; } figure, tr { break-inside: avoid; }
      :root {
        --paper: #fff; --card: #fff; --ink: #000; --quiet: #555; --line: #ccc; --track: #eee;
      }
      main { max-width: none; padding: 0; } .scroll { overflow: visible; }
    }
    """
}
