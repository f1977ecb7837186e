// What the page has beyond its documents: handles that show while they are dragged, keys, and
// events as they happen. Without it everything still reads, links and submits.
"use strict";

(() => {
  const root = document.documentElement;
  const find = (selector, within = document) => within.querySelector(selector);
  root.classList.add("with-script");

  // Moments: another one is another document, of which the parts that differ are put in.
  const replaced = ["main", "#banner", "#bars", "#handles", "#moments", "#zoom", "footer", "header nav"];
  let asked = 0;
  let running = null;

  const addressWith = (changes) => {
    const url = new URL(location.href);
    for (const [name, value] of Object.entries(changes)) {
      if (value === null) url.searchParams.delete(name);
      else url.searchParams.set(name, value);
    }
    url.searchParams.delete("before");
    // Fields that were left empty say nothing.
    for (const [name, value] of [...url.searchParams]) {
      if (value === "") url.searchParams.delete(name);
    }
    return url;
  };

  const readable = (url) => url.href.replaceAll("%3A", ":");

  // While somebody drags, the address stays that of where they began: going back leads there.
  const show = async (url, { writes, keeps = [] }) => {
    asked += 1;
    const mine = asked;
    running?.abort();
    running = new AbortController();
    let answer;
    try {
      answer = await fetch(url, { signal: running.signal, credentials: "same-origin" });
      if (!answer.ok || answer.redirected) {
        if (writes) location.assign(url);
        return;
      }
      const text = await answer.text();
      if (mine !== asked) return;
      const other = new DOMParser().parseFromString(text, "text/html");
      const focused = document.activeElement?.id;
      for (const selector of replaced) {
        if (keeps.includes(selector)) continue;
        const [old, fresh] = [find(selector), find(selector, other)];
        if (old && fresh) old.replaceWith(document.adoptNode(fresh));
      }
      document.title = other.title;
      for (const name of ["head", "at", "live"]) {
        const value = other.body.dataset[name];
        if (value === undefined) delete document.body.dataset[name];
        else document.body.dataset[name] = value;
      }
      if (writes) history.pushState({}, "", readable(url));
      if (focused && !keeps.includes("#handles")) document.getElementById(focused)?.focus();
      bind();
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    } finally {
      if (mine === asked) running = null;
    }
  };

  // Handles.
  const startsOf = (handle) =>
    (handle.dataset.cycles || "").split(" ").filter(Boolean).map((pair) => {
      const [number, position] = pair.split(":").map(Number);
      return { number, position };
    });

  const describe = (handle) => {
    const position = Number(handle.value);
    const starts = startsOf(handle);
    const cycle = starts.filter((start) => start.position <= position).at(-1);
    const words = `position ${position.toLocaleString("en")}`;
    return cycle ? `${words}, cycle ${cycle.number}` : words;
  };

  // The first and the last position that a handle reaches.
  const reach = (handle) => [Number(handle.min), Number(handle.max)];

  // Ends of cycles, and of the whole: where a step of a handle leads.
  const stops = (handle) => {
    const [least, most] = reach(handle);
    const ends = startsOf(handle).map((start) => start.position - 1)
      .filter((end) => end > least && end < most);
    if (ends.length > 1) return [...new Set([least, ...ends, most])];
    const width = Math.max(1, Math.round((most - least) / 50));
    const all = [];
    for (let position = least; position < most; position += width) all.push(position);
    return [...all, most];
  };

  const stepped = (handle, steps) => {
    const position = Number(handle.value);
    const all = stops(handle);
    if (steps > 0) {
      const later = all.filter((stop) => stop > position);
      return later[Math.min(steps, later.length) - 1] ?? position;
    }
    const earlier = all.filter((stop) => stop < position).reverse();
    return earlier[Math.min(-steps, earlier.length) - 1] ?? position;
  };

  let dragged = 0;

  const tell = (handle) => {
    const words = describe(handle);
    handle.setAttribute("aria-valuetext", words);
    const output = find(`output[for="${handle.id}"]`);
    if (output) output.textContent = words;
  };

  const momentOf = (handle) => {
    const isNow = handle.name === "at" && handle.value === document.body.dataset.head;
    return { [handle.name]: isNow ? null : `seq:${handle.value}` };
  };

  const move = (handle, position) => {
    handle.value = position;
    tell(handle);
    show(addressWith(momentOf(handle)), { writes: true });
  };

  const bindHandle = (handle) => {
    if (handle.dataset.bound) return;
    handle.dataset.bound = "1";
    handle.addEventListener("input", () => {
      tell(handle);
      clearTimeout(dragged);
      dragged = setTimeout(() => {
        show(addressWith(momentOf(handle)), {
          writes: false, keeps: ["#handles", "#moments", "#bars", "header nav"],
        });
      }, 40);
    });
    handle.addEventListener("change", () => {
      clearTimeout(dragged);
      show(addressWith(momentOf(handle)), { writes: true });
    });
    handle.addEventListener("keydown", (event) => {
      const steps = {
        ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10,
      }[event.key];
      if (!steps || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      move(handle, stepped(handle, event.shiftKey ? steps * 10 : steps));
    });
  };

  const bindVersions = (handle) => {
    if (handle.dataset.bound) return;
    handle.dataset.bound = "1";
    const output = find('output[for="version-handle"]');
    handle.addEventListener("input", () => {
      if (output) output.textContent = `${handle.value} of ${handle.max}`;
    });
    handle.addEventListener("change", () => handle.form.requestSubmit());
  };

  const bindBars = (bars) => {
    if (bars.dataset.bound) return;
    bars.dataset.bound = "1";
    bars.addEventListener("click", (event) => {
      const handle = find("#at-handle");
      if (!handle) return;
      const box = bars.getBoundingClientRect();
      const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
      const [least, most] = reach(handle);
      move(handle, Math.round(least + share * (most - least)));
    });
  };

  // Keys: off in fields, and they can be switched off.
  const isOff = () => localStorage.getItem("annals-keys") === "off";

  const bindKeySwitch = () => {
    const box = find("#keys-off");
    if (!box || box.dataset.bound) return;
    box.dataset.bound = "1";
    box.checked = isOff();
    box.addEventListener("change", () => {
      localStorage.setItem("annals-keys", box.checked ? "off" : "on");
    });
  };

  const walk = (step) => {
    const links = [...document.querySelectorAll("tr[data-event] th a")];
    if (links.length === 0) return;
    const here = links.indexOf(document.activeElement);
    const next = here < 0 ? (step > 0 ? 0 : links.length - 1) : here + step;
    links[Math.min(links.length - 1, Math.max(0, next))].focus();
  };

  const cycle = (steps) => {
    const handle = find("#at-handle");
    if (handle) move(handle, stepped(handle, steps));
  };

  const moved = (positions) => {
    const handle = find("#at-handle");
    if (!handle) return;
    const head = Number(document.body.dataset.head);
    const position = Math.min(head, Math.max(0, Number(handle.value) + positions));
    if (position === Number(handle.value)) return;
    // Beyond the part that is shown the part grows.
    const [least, most] = reach(handle);
    handle.min = Math.min(least, position);
    handle.max = Math.max(most, position);
    move(handle, position);
  };

  const keys = {
    j: () => walk(1),
    k: () => walk(-1),
    "[": () => cycle(-1),
    "]": () => cycle(1),
    ",": () => moved(-1),
    ".": () => moved(1),
    "+": () => find("#zoom-in")?.click(),
    "-": () => (find("#zoom-out") ?? find("#zoom-all"))?.click(),
    n: () => find("#now")?.click(),
    g: () => find("#at-field")?.focus(),
    "/": () => {
      const field = find("#filter-search");
      if (field) field.focus();
      else location.assign("/");
    },
    d: () => {
      const isCompared = Boolean(new URL(location.href).searchParams.get("vs"));
      const { head } = document.body.dataset;
      location.assign(readable(addressWith({ vs: isCompared ? null : `seq:${head}` })));
    },
    b: () => (find("#blame") ?? find('a[href="#state-title"]'))?.click(),
    t: () => find("#take-back")?.click(),
    y: () => {
      const link = find("#permalink");
      if (!link) return;
      history.pushState({}, "", link.href);
      navigator.clipboard?.writeText(link.href).catch(() => {});
    },
    "?": () => {
      const help = find("#keys");
      help.open = true;
      find("summary", help).focus();
    },
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isOff()) return;
    const field = event.target.closest("input, textarea, select, [contenteditable]");
    if (field && field.type !== "range") return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  // A second click would be answered as refused, though the first was done.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
  });
  addEventListener("pageshow", () => {
    for (const form of document.forms) delete form.dataset.sent;
  });

  addEventListener("popstate", () => location.reload());

  // Live events: the newest page of the timeline follows the log.
  let source = null;
  let came = 0;
  let waiting = 0;

  const isFollowing = () =>
    find("#live") && "live" in document.body.dataset
    && !new URL(location.href).searchParams.get("before");

  const follow = () => {
    if (!isFollowing()) {
      source?.close();
      source = null;
      return;
    }
    if (source) return;
    source = new EventSource(`/v1/events?after=${document.body.dataset.head}`);
    source.addEventListener("message", noteEvent);
    source.addEventListener("reset", () => location.reload());
  };

  const noteEvent = () => {
    came += 1;
    if (!waiting) waiting = setTimeout(showEvents, 400);
  };

  // However fast they come, they are shown a few times a second, and never instead of what
  // somebody waits for.
  const showEvents = () => {
    waiting = running ? setTimeout(showEvents, 400) : 0;
    if (waiting || !isFollowing()) return;
    const isRead = find("main")?.contains(document.activeElement)
      && document.activeElement !== find("main");
    const words = `${came} new event${came === 1 ? "" : "s"}`;
    if (isRead || scrollY > 200) {
      const link = document.createElement("a");
      link.href = location.href;
      link.textContent = `${words}: show them`;
      find("#live").replaceChildren(link);
      return;
    }
    came = 0;
    show(new URL(location.href), { writes: false, keeps: ["#moments"] }).then(() => {
      const live = find("#live");
      if (live) live.textContent = words;
    });
  };

  // Where the names of the places do not all have room, the one where one is comes into sight.
  const showPlace = () => {
    const here = find("header nav [aria-current]");
    const list = here?.closest("ul");
    if (list && list.scrollWidth > list.clientWidth) {
      list.scrollLeft = here.offsetLeft - list.offsetLeft - (list.clientWidth - here.offsetWidth) / 2;
    }
  };

  const bind = () => {
    showPlace();
    for (const handle of document.querySelectorAll("#at-handle, #vs-handle")) bindHandle(handle);
    const versions = find("#version-handle");
    if (versions) bindVersions(versions);
    const bars = find("#bars");
    if (bars) bindBars(bars);
    bindKeySwitch();
    follow();
  };

  addEventListener("pagehide", () => source?.close());
  bind();
})();
