// SPDX-License-Identifier: Apache-2.0
// What shoppers wrote, each in the language of the writer: [product, stars, who, language, days ago, text].

const written = [
  [
    "blue-kettle",
    5,
    "Maren H.",
    "en",
    6,
    "The pour is so exact that I stopped using a scale. And it is the first thing anyone notices in the kitchen.",
  ],
  ["blue-kettle", 5, "林小满", "zh", 11, "蓝得很正，比图上还耐看。水开前有一点点声音，早上听着很安心。"],
  ["blue-kettle", 4, "Tomás R.", "en", 20, "Lovely enamel, light enough for my mother. The lid gets hot, so use a cloth."],
  ["blue-kettle", 5, "周以宁", "zh", 33, "客服当天就回了，问清楚电磁炉能用才下单，果然好用。"],
  ["celadon-gaiwan", 5, "陈砚", "zh", 4, "釉色温润，三根手指就稳。盖子出汤干净，不滴。"],
  ["celadon-gaiwan", 4, "Isla W.", "en", 17, "My first gaiwan and I have not burned myself once. The 120 ml is right for two."],
  [
    "clay-teapot",
    5,
    "Jonas P.",
    "en",
    9,
    "Fast pour, tight lid, no clay smell at all. Came with a note saying which tea it was tested with.",
  ],
  ["clay-teapot", 5, "何清", "zh", 15, "小壶手感好，出水七八秒，养了一个月已经有光了。"],
  ["moon-cups", 5, "Aiko S.", "en", 3, "Thin as an eggshell at the lip. The tea lights up the whole cup."],
  ["moon-cups", 5, "许南", "zh", 25, "四只装，每只略有不同，正合我意。包装特别仔细，一只没碎。"],
  ["glass-pitcher", 5, "Ben O.", "en", 12, "No drip. That is all I ever wanted from a pitcher."],
  ["glass-pitcher", 4, "沈棠", "zh", 30, "玻璃很透，断水好，就是比想象中小一点，建议买大的。"],
  ["tea-caddy", 5, "Clara N.", "en", 8, "Mine ran further down on one side, like a shoreline. I could look at it all day."],
  ["tea-caddy", 4, "方知", "zh", 22, "密封不错，罐口够大，伸得进茶则。"],
  ["wave-tin", 5, "Noor A.", "en", 5, "The lid really does sink by itself. I have shown it to everyone."],
  ["wave-tin", 5, "苏禾", "zh", 14, "送朋友的，红色喜气，纸面摸着也舒服。"],
  ["bamboo-whisk", 5, "Petra L.", "en", 10, "Soaked it as the card said and the foam came out fine on the first try."],
  ["bamboo-whisk", 4, "顾念", "zh", 28, "穗子均匀，点了二十来次还没断。"],
  ["matcha-bowl", 5, "Daniel K.", "en", 7, "The streaks shift when you turn it to the window. Photographs cannot show that."],
  ["matcha-bowl", 5, "陆云舟", "zh", 18, "兔毫清楚，底足规整，沉甸甸的。"],
  ["bamboo-tray", 5, "Ruth M.", "en", 13, "No more towels. The drawer slides out without a fuss."],
  ["bamboo-tray", 4, "江晚", "zh", 27, "中号放一壶四杯刚好，边角打磨得很圆。"],
  ["tea-tools", 5, "Yusuf D.", "en", 40, "The pick saved my teapot. I would buy it for that alone."],
  ["tea-tools", 4, "秦舒", "zh", 45, "木头有分量，摆着也好看，等补货等了半个月。"],
  ["iron-kettle", 5, "Greta V.", "en", 16, "Heavy, slow and wonderful. The water really does taste rounder."],
  ["iron-kettle", 5, "白路", "zh", 21, "铸得很细，点珠一颗颗的，煮水发甜。"],
];

/** The reviews of one product, those in the reader's language first. */
export function reviewsOf(id, language) {
  const own = written.filter((review) => review[0] === id).map(asReview);
  return [...own.filter((r) => r.language === language), ...own.filter((r) => r.language !== language)];
}

/** Three short ones for the front page. */
export function praise(language) {
  const chosen = language === "zh" ? [1, 9, 4] : [0, 8, 14];
  return chosen.map((index) => asReview(written[index]));
}

function asReview([product, rating, who, language, daysAgo, text]) {
  return { product, rating, who, language, daysAgo, text };
}
