// The registries and the plan of the draws with fixed inspection groups in fixtures/vectors/draws.json: the objects of the small county,
// and people in groups of which each is short of something that another has.
import { rows, smallCounty } from "./small-county.js";

const inspectors = `
id,name,department,qualifications,expertise,regions,licenceUntil,state,category,cap,load
P01,张一,市监局,行政执法,食品,,9999-12-31,有效,执法人员,,
P02,张二,市监局,行政处罚,计量,,9999-12-31,有效,执法人员,4,
P03,张三,市监局,行政执法,计量,,9999-12-31,有效,,,2
P04,张四,市监局,行政处罚;行政执法,食品,,2023-10-30,,,,
P05,张五,市监局,行政执法,食品,320699001,9999-12-31,有效,执法人员,,
P06,张六,市监局,行政处罚,计量,320699001,9999-12-31,有效,执法人员,6,
P07,张七,市监局,行政执法,食品,320699001,9999-12-31,有效,执法人员,5,
P08,张八,市监局,行政处罚,食品;计量,320699,9999-12-31,有效,执法人员,,
P09,张九,市监局,行政执法,计量,,,有效,执法人员,,
P10,王一,市监局,行政处罚,食品,,9999-12-31,有效,执法人员,,1
P11,王二,市监局,行政执法;行政处罚,食品;计量,,9999-12-31,有效,执法人员,,
P12,王三,市监局,行政执法;行政处罚,食品;计量,,2023-10-29,有效,执法人员,,
P13,王四,市监局,行政执法;行政处罚,食品;计量,,9999-12-31,有效,执法人员,,
P14,王五,市监局,行政执法;行政处罚,食品;计量,,9999-12-31,失效,执法人员,,
P15,王六,市监局,行政执法,食品,,9999-12-31,有效,执法人员,,
P16,王七,市监局,行政执法,食品,,9999-12-31,有效,执法人员,,
P17,王八,市监局,行政处罚,计量,,9999-12-31,有效,辅助人员,,
P20,李一,消防队,消防监督检查,消防,,9999-12-31,有效,执法人员,,
P21,李二,消防队,消防监督检查,消防,,9999-12-31,有效,执法人员,,
P22,李三,消防队,消防监督检查,消防,,9999-12-31,有效,执法人员,2,
P23,李四,消防队,消防监督检查,电气,,9999-12-31,有效,执法人员,,
P24,李五,消防队,消防监督检查,消防,,9999-12-31,有效,执法人员,,
P30,周一,研究院,,消防;建筑,,2020-01-01,有效,专家,,
P31,周二,研究院,,建筑,,,有效,专家,3,`;

const groups = `
id,name,members
G01,一组,P01;P02
G02,二组,P03;P04
G03,三组,P05;P06;P07
G04,四组,P08;P09
G05,五组,P10;P11
G06,六组,P12;P15
G07,七组,P13;P14
G10,消防一组,P23;P24`;

const recusals = `
inspector,object,reason
P01,A01,亲属
P09,B01,曾任职
P20,B01,曾任职`;

const history = `
object,date,task,inspectors
A02,2023-07-01,hotel-market,P01;P16
A03,2023-02-28,hotel-fire,P20;P21
A03,2023-03-29,hotel-market,P03
A05,2023-01-10,,P02
A05,2023-02-10,,P02
B03,2023-01-05,hotel-fire,P11
B04,2023-10-01,hotel-market,P01`;

const { "plan.json": plain } = smallCounty.plans;
const [market, fire] = plain.tasks;

const plan = {
  ...plain,
  id: "V-02",
  title: "旅馆联合抽查（检查小组）",
  registries: { ...plain.registries, groups: "groups.csv" },
  staffing: { ...plain.staffing, standIns: 2 },
  tasks: [
    {
      ...market,
      team: [
        { department: "市监局", role: "group", expertise: ["计量", "食品"], qualification: ["行政处罚"] },
      ],
    },
    {
      ...fire,
      team: [
        { department: "市监局", role: "group", expertise: ["计量", "食品"], qualification: ["行政处罚"] },
        { department: "消防队", role: "member", count: 2, expertise: ["消防"] },
        { department: "研究院", role: "expert", count: 1 },
      ],
    },
  ],
};

/** As the county generator gives its counties: tables and plans by file name. */
export const groupCounty = {
  tables: {
    ...smallCounty.tables,
    "inspectors.csv": rows(inspectors),
    "recusals.csv": rows(recusals),
    "history.csv": rows(history),
    "groups.csv": rows(groups),
  },
  plans: { "plan.json": plan },
};
