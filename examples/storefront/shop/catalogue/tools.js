// SPDX-License-Identifier: Apache-2.0
// Whisk, tray and tools. The fields are explained in kettles.js.

export const tools = [
  {
    id: "bamboo-whisk",
    shelf: "tools",
    tone: "bamboo",
    tag: null,
    added: 2,
    rating: { mean: 4.6, count: 119 },
    box: [220, 124, 574, 684],
    name: { en: "Bamboo whisk", zh: "竹制茶筅", ar: "خفاقة الخيزران" },
    line: { en: "Split by hand from one piece", zh: "一竹到底，手工劈穗", ar: "مشقوقة باليد من قطعة واحدة" },
    story: {
      en: "One piece of white bamboo, split, shaved and tied in an afternoon. More tines make a finer foam; fewer are kinder to beginners.",
      zh: "一节白竹，劈、削、编，一个下午成一支。穗多沫细，穗少易上手。",
      ar: "قطعة واحدة من الخيزران الأبيض، تشق وتصقل وتربط في عصر واحد. الشعيرات الكثيرة لرغوة أنعم، والقليلة أرفق بالمبتدئين.",
    },
    made: { en: "White bamboo, cotton thread", zh: "白竹、棉线", ar: "خيزران أبيض، خيط قطن" },
    care: {
      en: "Soak in warm water before use; dry it upright.",
      zh: "用前温水浸软，用后直立晾干。",
      ar: "انقعها في ماء دافئ قبل الاستعمال وجففها قائمة.",
    },
    sizes: [
      { id: "80", name: { en: "80 tines", zh: "八十本立", ar: "80 شعيرة" }, usd: 2400, cny: 14800, stock: 28, mm: [62, 110], grams: 18 },
      { id: "100", name: { en: "100 tines", zh: "百本立", ar: "100 شعيرة" }, usd: 2900, cny: 17800, stock: 17, mm: [62, 110], grams: 18 },
    ],
  },
  {
    id: "bamboo-tray",
    shelf: "tools",
    tone: "mist",
    tag: null,
    added: 11,
    rating: { mean: 4.7, count: 68 },
    box: [82, 491, 718, 524],
    name: { en: "Bamboo tray", zh: "竹茶盘", ar: "صينية الخيزران" },
    line: { en: "Slats above, a hidden litre below", zh: "上为竹栅，下藏一升水", ar: "شرائح فوق ولتر مخفي تحتها" },
    story: {
      en: "Rinse cups and spill without a thought: water runs between the slats into a drawer that holds a litre. Carbonised bamboo does not warp. Pot and cups are not included.",
      zh: "温杯洗茶随意淋，水从竹栅落入一升抽屉。炭化竹不易变形。图中壶与杯不含。",
      ar: "اشطف الأكواب واسكب بلا قلق: ينزل الماء بين الشرائح إلى درج يتسع للتر. الخيزران المكربن لا يلتوي. الإبريق والأكواب غير مشمولة.",
    },
    made: { en: "Carbonised bamboo, steel drawer", zh: "炭化竹、不锈钢抽屉", ar: "خيزران مكربن، درج فولاذي" },
    care: {
      en: "Empty the drawer daily; oil the slats now and then.",
      zh: "每日倒空抽屉，竹面不时上油。",
      ar: "أفرغ الدرج يوميا وادهن الشرائح من حين لآخر.",
    },
    sizes: [
      { id: "s", name: { en: "Small", zh: "小号", ar: "صغيرة" }, usd: 5400, cny: 35800, stock: 15, mm: [320, 60], grams: 1100 },
      { id: "m", name: { en: "Medium", zh: "中号", ar: "متوسطة" }, usd: 7400, cny: 49800, stock: 11, mm: [430, 60], grams: 1700 },
      { id: "l", name: { en: "Large", zh: "大号", ar: "كبيرة" }, usd: 9600, cny: 65800, stock: 4, mm: [520, 65], grams: 2400 },
    ],
  },
  {
    id: "tea-tools",
    shelf: "tools",
    tone: "sand",
    tag: "back",
    added: 1,
    rating: { mean: 4.5, count: 37 },
    box: [236, 100, 560, 704],
    name: { en: "Tea tools", zh: "茶道六君子", ar: "أدوات الشاي" },
    line: { en: "Scoop, pick, paddle, tongs and their cup", zh: "茶则、茶针、茶拨、茶夹与茶筒", ar: "مغرفة ومخرز ومجداف وملقط وكوبها" },
    story: {
      en: "Scoop to measure, paddle to push, pick to free the spout, tongs to hold hot cups. All five stand in a walnut cup with two brass rings.",
      zh: "则以量茶，拨以入壶，针以通嘴，夹以持杯。五件同立于两道铜箍的胡桃木筒中。",
      ar: "مغرفة للقياس، ومجداف للدفع، ومخرز لتسليك الصنبور، وملقط للأكواب الساخنة، كلها في كوب جوز بحلقتي نحاس.",
    },
    made: { en: "Walnut, bamboo, brass", zh: "胡桃木、竹、黄铜", ar: "جوز، خيزران، نحاس" },
    care: { en: "Keep dry; wipe with a little oil.", zh: "保持干燥，偶尔薄油擦拭。", ar: "أبقها جافة وامسحها بقليل من الزيت." },
    sizes: [
      { id: "set", name: { en: "Set of 5", zh: "五件套", ar: "طقم من 5" }, usd: 4200, cny: 26800, stock: 0, mm: [78, 220], grams: 260 },
    ],
  },
];
