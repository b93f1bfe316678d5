// The registries and the plan of the draws in fixtures/vectors/draws.json: as small as can be, and every field of use.

/** The cells of a table that holds no commas or quotes in its cells. */
export const rows = (text) =>
  text
    .trim()
    .split("\n")
    .map((line) => line.split(","));

const objects = `
id,name,type,region,industry,risk,credit,status,departments,tags,address,片区
A01,甲一旅馆,企业,320699001,H6110,高,D,存续,市监局;消防队,投诉多发,一号路1号,东
A02,甲二旅馆,企业,320699001,H6110,高,B,存续,市监局,,一号路2号,东
A03,甲三旅馆,企业,320699001,H6121,高,B,存续,市监局,,一号路3号,西
A04,甲四旅馆,企业,320699001,H6121,中,B,存续,市监局;消防队,,一号路4号,西
A05,甲五旅馆,企业,320699001,H6110,中,B,存续,市监局,,一号路5号,东
A06,甲六旅馆,企业,320699001,H6110,中,B,存续（在营、开业、在册）,市监局,,一号路6号,东
A07,甲七旅馆,个体工商户,320699001,H6190,低,A,存续,市监局,,一号路7号,西
A08,甲八旅馆,个体工商户,320699001,H6190,低,A,存续,市监局,,一号路8号,西
A09,甲九旅馆,企业,320699001,H6110,低,A,,市监局,,一号路9号,东
B01,乙一旅馆,企业,320699002,H6110,高,C,存续,市监局;消防队,,二号路1号,东
B02,乙二旅馆,企业,320699002,H6110,高,C,存续,市监局,投诉多发,二号路2号,东
B03,乙三旅馆,企业,320699002,H6121,中,C,存续,市监局,,二号路3号,西
B04,乙四旅馆,企业,320699002,H6121,中,C,存续,市监局,,二号路4号,西
B05,乙五旅馆,企业,320699002,H6121,中,B,存续,市监局,,二号路5号,西
B06,乙六旅馆,企业,320699002,H6190,低,B,存续,市监局,,二号路6号,东
B07,乙七旅馆,个体工商户,320699002,H6190,低,B,存续,市监局,,二号路7号,东
B08,乙八旅馆,个体工商户,320699002,H6190,低,B,注销,市监局,,二号路8号,东
C01,丙一饭店,企业,320699001,H6210,高,B,存续,市监局,,三号路1号,东
91320699MA000005LJ,丙二旅馆,企业,320699002,H6110,高,B,存续,市监局;消防队,,三号路2号,东
产品-01,丙三旅馆,产品,320699002,H6110,中,B,存续,市监局,,三号路3号,西`;

const inspectors = `
id,name,department,qualifications,expertise,regions,licenceUntil,state,category,cap,load
P01,张一,市监局,行政执法,食品;计量,320699001,9999-12-31,有效,执法人员,,
P02,张二,市监局,行政执法,食品,320699002,2025-01-01,有效,执法人员,,
P03,张三,市监局,行政执法,计量,,9999-12-31,有效,执法人员,6,
P04,张四,市监局,行政执法;行政处罚,,,2023-10-30,,,,2
P05,张五,市监局,行政执法,食品,,2023-10-29,有效,执法人员,,
P06,张六,市监局,行政执法,食品,,9999-12-31,失效,执法人员,,
P07,王七,消防队,消防监督检查,消防,,9999-12-31,有效,执法人员,,
P08,王八,消防队,消防监督检查,消防,,,有效,执法人员,4,
P09,王九,消防队,消防监督检查,,,9999-12-31,有效,辅助人员,,
P10,李十,研究院,,消防;建筑,,2020-01-01,有效,专家,,
P11,李十一,研究院,,建筑,,,有效,专家,3,
P12,张十二,市监局,行政执法,,320800,9999-12-31,有效,执法人员,,`;

const recusals = `
inspector,object,reason
P01,A01,亲属
P07,B01,曾任职`;

const history = `
object,date,task,inspectors
A02,2023-07-01,hotel-market,P01;P03
A03,2023-02-28,hotel-fire,P07;P08
A03,2023-03-29,hotel-market,P01;P03
A05,2023-01-10,,P02
A05,2023-02-10,,P02
A07,2022-12-31,hotel-market,P04
B01,2023-01-05,hotel-fire,P07
B04,2023-10-01,hotel-market,P01`;

const items = `
code,name,kind,basis,itemRisk,ceiling,frequency,subject,objectTypes,methods,content,expertise,qualifications,departments
SC-01,登记事项检查,一般检查事项,《企业信息公示暂行条例》第十四条,低,60%,每年,市监局,企业、个体工商户,实地核查,登记,,,市监局
SC-02,公示信息检查,general,《企业信息公示暂行条例》第十五条,低,80%,每年,市监局,企业,网络检查,公示,,,市监局
XF-01,消防安全检查,重点检查事项,《消防法》第五十三条,高,,每年,消防队,企业,实地核查,消防,消防,消防监督检查,消防队`;

const plan = {
  schema: "dualdraw/plan/v1",
  id: "V-01",
  title: "旅馆联合抽查",
  authority: "云溪县市场监督管理局",
  visitWindow: { from: "2023-09-29", to: "2023-10-30" },
  registries: {
    objects: "objects.csv",
    inspectors: "inspectors.csv",
    recusals: "recusals.csv",
    history: "history.csv",
    items: "items.csv",
  },
  batches: 2,
  direct: { basis: "执法检查人员有限的，可以采取直接委派方式" },
  staffing: { region: "same", rotate: true, standIns: 1, load: "year", catchUp: 1 },
  tasks: [
    {
      id: "hotel-market",
      title: "旅馆登记检查",
      kind: "general",
      items: ["SC-01", "SC-02"],
      scope: { industry: ["H61"], region: ["320699"] },
      within: ["region"],
      size: {
        tiers: [
          { risk: "高", credit: "D", ratio: "100%" },
          { risk: "高", ratio: "1/2" },
          { risk: "中", credit: "*", ratio: "30%" },
          { ratio: "0.2" },
        ],
        flags: [{ tag: "投诉多发", times: 2 }],
        bound: "at-least",
        floor: "5%",
        ceiling: "60%",
      },
      exclude: {
        inspectedWithinMonths: 6,
        yearlyCap: { "*": 2 },
        cycle: { from: "2022-12-01" },
        exempt: [{ object: "B05", basis: "白名单" }],
      },
      reserves: 1,
      team: [
        { department: "市监局", role: "lead", count: 1, qualification: ["行政执法"] },
        { department: "市监局", role: "member", count: 1 },
      ],
    },
    {
      id: "hotel-fire",
      title: "旅馆消防检查",
      kind: "key",
      items: ["XF-01"],
      scope: { industry: ["H61"], region: ["320699"] },
      size: { ratio: "25%" },
      reserves: 1,
      team: [
        { department: "消防队", role: "member", count: 2, expertise: ["消防"] },
        { department: "研究院", role: "expert", count: 1 },
      ],
    },
  ],
};

/** As the county generator gives its counties: tables and plans by file name. */
export const smallCounty = {
  tables: {
    "objects.csv": rows(objects),
    "inspectors.csv": rows(inspectors),
    "recusals.csv": rows(recusals),
    "history.csv": rows(history),
    "items.csv": rows(items),
  },
  plans: { "plan.json": plan },
};
