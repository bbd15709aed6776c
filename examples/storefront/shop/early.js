// SPDX-License-Identifier: Apache-2.0
// Runs before the first paint, so that the page never flashes in another language or
// direction, and so that the chat finds <html lang> right whenever it is opened.
(function () {
  var known = { en: ["en", "ltr"], zh: ["zh-CN", "ltr"], ar: ["ar", "rtl"] };
  var asked = new URLSearchParams(location.search).get("lang");
  var kept = null;
  try {
    kept = localStorage.getItem("kiln.language");
  } catch (e) {
    kept = null; // storage is refused: the language lasts for this page only
  }
  var wishes = [asked, kept].concat(navigator.languages || []);
  var language = "en";
  for (var i = 0; i < wishes.length; i++) {
    var base = String(wishes[i] || "")
      .slice(0, 2)
      .toLowerCase();
    if (Object.prototype.hasOwnProperty.call(known, base)) {
      language = base;
      break;
    }
  }
  if (asked === language) {
    try {
      localStorage.setItem("kiln.language", language);
    } catch (e) {
      /* as above */
    }
  }
  var root = document.documentElement;
  root.lang = known[language][0];
  root.dir = known[language][1];
  root.dataset.language = language;
})();
