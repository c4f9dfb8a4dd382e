// Our controls of a film. They stand in the page, hidden; the browser's own go only once ours work.

import { describePictures } from "./player-descriptions.js";
import { listenForKeys } from "./player-keys.js";
import { choice, choose } from "./player-choices.js";

/** Put our controls round a film. */
export function enterPlayer(place, video, film) {
  const player = place.querySelector(".player");
  const find = (name) => player.querySelector(`[data-do="${name}"]`);
  const say = (words) => (player.querySelector("[data-say]").textContent = words);
  const show = {
    play: () => (film.playing() ? film.pause() : film.play()),
    seek: (by) => film.seek(Math.min((film.second() ?? 0) + by, lengthOf(video, place))),
    captions: aloud(bindCaptions(video, find("captions")), find("captions"), say),
    mute: aloud(bindMute(video, find("mute")), find("mute"), say),
    speed: bindSpeed(video, find("speed"), say),
    full: bindFull(player, video, find("full")),
    keys: () => {
      const keys = player.querySelector(".keys");
      keys.open = !keys.open;
    },
  };
  bindPlay(player, video, find("play"), show.play);
  bindTime(place, player, video, film, find("seek"));
  bindSoundOnly(place, player, find("sound-only"));
  describePictures(place, player, video);
  bindFaults(place, player, video);
  listenForKeys(player, show);
  player.querySelector(".controls").hidden = false;
  video.controls = false;
}

/** The film's own length where it is known, else the one that the unit gives. */
function lengthOf(video, place) {
  return Number.isFinite(video.duration) ? video.duration : Number(place.dataset.seconds);
}

function clock(seconds) {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

function press(button, pressed) {
  button.setAttribute("aria-pressed", String(pressed));
}

function bindPlay(player, video, button, toggle) {
  const [paused, playing] = ["paused", "playing"].map((name) =>
    button.querySelector(`[data-when="${name}"]`),
  );
  const update = () => {
    const runs = !video.paused && !video.ended;
    paused.hidden = runs;
    playing.hidden = !runs;
    player.classList.toggle("runs", runs);
  };
  for (const name of ["play", "pause", "ended", "emptied"]) video.addEventListener(name, update);
  // A page that comes back as it was left: its film may have been stopped meanwhile.
  window.addEventListener("pageshow", update);
  button.addEventListener("click", toggle);
  video.addEventListener("click", () => {
    if (video.controls) return;
    toggle();
    button.focus({ preventScroll: true }); // so that the keys work from here on
  });
  update();
}

function bindTime(place, player, video, film, slider) {
  const label = player.querySelector("[data-time]");
  let held = false; // the reader's hand is on it
  const update = () => {
    const length = lengthOf(video, place);
    const second = held ? Number(slider.value) : (film.second() ?? Number(place.dataset.starts));
    slider.max = String(Math.max(1, Math.floor(length)));
    if (!held) slider.value = String(Math.floor(second));
    const [at, all] = [clock(second), clock(Math.round(length))];
    slider.setAttribute("aria-valuetext", slider.dataset.words.replace("{at}", at).replace("{length}", all));
    label.textContent = `${at} / ${all}`;
  };
  slider.addEventListener("input", () => {
    held = true;
    update();
  });
  slider.addEventListener("change", () => {
    held = false;
    film.seek(Number(slider.value));
  });
  for (const name of ["timeupdate", "seeked", "durationchange", "loadedmetadata"]) {
    video.addEventListener(name, update);
  }
  update();
}

/** What a key did to a button that has no focus: nothing else would say so. */
function aloud(toggle, button, say) {
  return () => {
    const pressed = toggle();
    if (pressed !== undefined) say(pressed ? button.dataset.on : button.dataset.off);
  };
}

function bindCaptions(video, button) {
  const track = [...video.textTracks].find(({ kind }) => kind === "captions");
  if (!button || !track) return () => {};
  const show = (shown) => {
    track.mode = shown ? "showing" : "hidden"; // hidden ones still tell their time
    press(button, shown);
  };
  const toggle = () => {
    const shown = track.mode !== "showing";
    show(shown);
    choose("captions", shown);
    return shown;
  };
  button.addEventListener("click", toggle);
  show(choice("captions", true));
  return toggle;
}

function bindMute(video, button) {
  const toggle = () => (video.muted = !video.muted);
  video.addEventListener("volumechange", () => press(button, video.muted));
  button.addEventListener("click", toggle);
  press(button, video.muted);
  return toggle;
}

function bindSpeed(video, select, say) {
  const speeds = [...select.options].map(({ value }) => Number(value));
  const set = (speed) => {
    video.defaultPlaybackRate = speed; // also for a film that is loaded again
    video.playbackRate = speed;
    select.value = String(speed);
    choose("speed", speed);
  };
  select.addEventListener("change", () => set(Number(select.value)));
  const before = choice("speed", 1);
  if (speeds.includes(before)) set(before);
  return (step) => {
    const at = speeds.indexOf(video.playbackRate) + step;
    if (at < 0 || at >= speeds.length) return;
    set(speeds[at]);
    say(select.selectedOptions[0].textContent);
  };
}

function bindSoundOnly(place, player, button) {
  const show = (hidden) => {
    player.classList.toggle("without-picture", hidden);
    player.querySelector(".sound-only").hidden = !hidden;
    press(button, hidden);
  };
  button.addEventListener("click", () => {
    const hidden = button.getAttribute("aria-pressed") !== "true";
    show(hidden);
    choose("soundOnly", hidden);
    if (hidden) openTranscript(place);
  });
  show(choice("soundOnly", false));
}

function bindFull(player, video, button) {
  const whole = document.fullscreenEnabled;
  const telephone = !whole && video.webkitSupportsFullscreen; // there, only the film itself can
  if (!whole && !telephone) return () => {};
  const toggle = () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else if (whole) player.requestFullscreen().catch(() => {});
    else video.webkitEnterFullscreen();
  };
  button.hidden = false;
  button.addEventListener("click", toggle);
  document.addEventListener("fullscreenchange", () =>
    press(button, document.fullscreenElement === player),
  );
  press(button, false);
  return toggle;
}

function openTranscript(place) {
  place.querySelector("details.transcript").open = true;
}

function bindFaults(place, player, video) {
  const box = player.querySelector(".faults");
  const tell = (name) => {
    const said = box.querySelector(`template[data-fault="${name}"]`);
    const words = said.content.firstElementChild.cloneNode(true);
    words.dataset.said = name;
    if (!box.querySelector(`[data-said="${name}"]`)) box.append(words);
    openTranscript(place);
    words.querySelector('[data-do="again"]')?.addEventListener("click", () => {
      words.remove();
      again(video);
    });
  };
  const failed = () => {
    player.classList.add("failed");
    tell(isUnknownKind(video) ? "kind" : "film");
  };
  const source = video.querySelector("source");
  source.addEventListener("error", failed);
  video.addEventListener("error", failed);
  video.addEventListener("loadedmetadata", () => {
    player.classList.remove("failed");
    for (const name of ["film", "kind"]) box.querySelector(`[data-said="${name}"]`)?.remove();
  });
  for (const track of video.querySelectorAll("track")) {
    track.addEventListener("error", () => tell(track.kind));
    if (track.readyState === HTMLTrackElement.ERROR) tell(track.kind); // before we listened
  }
  if (video.error || video.networkState === HTMLMediaElement.NETWORK_NO_SOURCE) failed();
}

function isUnknownKind(video) {
  const { type } = video.querySelector("source");
  return type !== "" && video.canPlayType(type) === "";
}

/** Load the film anew, and go on at the second where it broke off. */
function again(video) {
  const second = video.currentTime;
  if (second) {
    video.addEventListener("loadedmetadata", () => (video.currentTime = second), { once: true });
  }
  video.load();
}
