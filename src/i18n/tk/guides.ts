/** Owns the Turkmen draft of the mini-guides; how consent is explained stays in a reviewed language. Not reviewed by a native reader. */
import type { guides as source } from '../en/guides.ts';
import type { Drafted } from '../message.ts';

export const guides = {
  'guide.asking.title': 'Adamlar bilen söhbet',
  'guide.asking.ask':
    'Kim kime näme etdi, haçan, nirede, nähili, we adam näme üçin şeýle hasap edýär.\nNämäni özi gördi ýa-da eşitdi, nämäni başgalar aýtdy.\nMuny öň başga ýerde aýtdymy: täzeden soramakdan şol teksti soramak gowudyr.\nOňa häzir näme gerek.',
  'guide.asking.avoid':
    'Habara gerek däl jikme-jiklikleri köwlemäň.\nEliňizden gelmejek zady wada bermäň: kömegi, goragy, jogaby.\nJogaby agzyna salmaň, sözüni gutaryp bermäň.\nBaşgalar eşitjek ýerde ýa-da onuň açyk telefony bar wagty gürleşmäň.',
  'guide.asking.stop':
    'Adama agyr bolsa, ýadasa ýa-da durmak islese, duruň. Şu gün gutarmak hökman däl.\nKime ynanýandygyny we kimdir biri ýanynda bolup biljekdigini soraň.\nDiňe guramaňyzyň munuň üçin beren salgylaryny beriň.',
  'guide.consent.title': 'Razylygyň ýedi bendi',
  'guide.names.title': 'Atlar',
  'guide.names.ask':
    'Oýlanyp tapylan at ýeterlikmi. Adatça ýeterlik.\nHakyky ady gerek bolsa: resminamadaky ýaly takyk, her elipbiýde aýratyn.\nBaşga ýazylyşlary we adamyň tanalýan başga atlary.',
  'guide.names.avoid':
    'Oýlanyp tapylan ada hakyky adyny ýa-da onuň bölegini goşmaň.\nAdy başga elipbiýe özüňiz geçirmäň: diňe gören zadyňyzy ýazyň.\nAtasynyň ady ýok ýerde ony talap etmäň.\nResminama belgilerini ýazmaň.',
  'guide.names.stop':
    'Adam adynyň tutulmagyny islemese, «Adyny tutmazdan» diýeni saýlaň. Habar şonda-da peýdaly.',
  'guide.dates.title': 'Takmyny seneler',
  'guide.dates.ask':
    'Bu nämeden öň ýa-da soň boldy: baýram, hasyl ýygymy, kazyýet güni.\nAdamyň öz sözi; aýdyşy ýaly saklaň.\nHäzirem dowam edýärmi.',
  'guide.dates.avoid': '«Ýazda» diýeni anyk bir güne öwürmäň. Takmyny sene ýarar, nädogrusy ýaramaz.',
  'guide.dates.stop': 'Adam senäni kynlyk bilen ýatlasa, goýuberiň. «Näbelli» hem jogap.',
  'guide.place.title': 'Ýerler',
  'guide.place.ask':
    'Ýurt we welaýat. Soňra diňe habara gerek zat.\nNähili ýerdi: öý, köçe, polisiýa bölümi, koloniýa.\nInternetdäki waka üçin: adam nirededi.',
  'guide.place.avoid':
    'Kiçi oba, kär we gün bilelikde adamy görkezýär: birini ýazmaň.\nGizlenýän adamyň öýüniň ýanynda telefonyň ýerini almaň.',
  'guide.place.stop': 'Munuň üçin ol ýere gitmek gerek däl.',
  'guide.arrest.title': 'Tutmak',
  'guide.arrest.ask':
    'Adamy kim alyp gitdi, özüni kim diýip tanatdy, resminama görkezdimi.\nHaçan, mümkin bolsa sagadyna çenli, we adam häzir nirede.\nHaýsy madda boýunça näme aýyp bildirildi, resminamadaky ýaly.\nKazy ony haçan gördi; öz aklawçysy goýberildimi; maşgalasy bilýärmi.\nIň ýakyn gün: kazyýet, möhletiň gutarmagy. Gyssaglylygy şoňa bagly.',
  'guide.arrest.avoid':
    'Näçe wagt saklap bolýandygyny özüňiz hasaplamaň. Düzgünler dürli; resminamasyny soraň.\nSaklanýan ýere size eltýän telefondan jaň etmäň.',
  'guide.arrest.stop':
    'Edil häzir rehimsiz çemeleşmek ähtimal bolsa, örän gyssagly diýip belläň we irräk tamamlaň. Galanyny soň iberip bolýar.',
  'guide.torture.title': 'Gynamak',
  'guide.torture.ask':
    'Bu adam kim we olaryň eline nädip düşdi.\nNirede boldy, kimler bardy: eşigi, bölümi, maşyny, alamatlary.\nNäme etdiler, adamyň öz sözi bilen, we ondan näme talap etdiler.\nNähili yzlar görünýär, lukman gördümi. Senesi bar suratlar kömek edýär.\nNämä gol çekmeli boldy.',
  'guide.torture.avoid':
    'Şikesleri barlamaň we baha bermäň: muny taýýarlykly lukmanlar edýär.\nIki gezek gürrüň bermegini soramaň.\nBirini gynaýjy diýip atlandyrmazdan öň örän seresap boluň.',
  'guide.torture.stop':
    'Ýatlamak gaty agyr bolsa, duruň; adamy häzirki pursada getiriň: suw, otag.\nHünärmeniň barlagy gerek diýip belläň. Yzlar birnäçe günde ýitýär: utgaşdyryjylara aýdyň.',
  'guide.sexualViolence.title': 'Jynsy zorluk',
  'guide.sexualViolence.ask':
    'Diňe şular: boldumy ýa-da haýbat atdylarmy, takmynan haçan, häzir lukman gerekmi.\nAdam munuň ýazylmagyny umuman isleýärmi.',
  'guide.sexualViolence.avoid':
    'Nähili bolandygyny soramaň. Telefondaky uzyn gürrüň adama howp salýar we hiç kime kömek etmeýär.\nGaryndaşlarynyň ýanynda bu barada gürlemäň.',
  'guide.sexualViolence.stop':
    'Şu ýerde duruň we söhbeti guramaňyzyň görkezen taýýarlykly adamyna tabşyryň.\nLukmançylyk kömegi ilkinji üç günde iň möhümdir.',
  'guide.children.title': 'Gep çaga barada bolsa',
  'guide.children.ask':
    'Ýaşy ýa-da ýaş topary we çaga häzir kim seredýär.\nHowandaryň razylygy we çaganyň öz pikiri.',
  'guide.children.avoid':
    'Çagadan ýeke özünden we habar üçin soramaň.\nÇaganyň ady, ýüzi we mekdebi hiç haçan çap edilmeýär.',
  'guide.children.stop': 'Howp maşgaladan bolsa, maşgaladan soramaň. Utgaşdyryjylara aýdyň.',
  'guide.disappearance.title': 'Dereksiz ýitmek',
  'guide.disappearance.ask':
    'Adamy soňky gezek haçan, nirede we kim gördi.\nKim alyp gitdi we näme üçin şeýle hasap edýärsiňiz.\nMaşgala nirä ýüz tutdy we nähili jogap aldy.\nMaşgala ýüz tutmaga razymy we onuň bilen nähili howpsuz habarlaşyp bolýar.',
  'guide.disappearance.avoid': 'Häkimiýete maşgalanyň adyndan özüňiz ýüz tutmaň.',
  'guide.disappearance.stop':
    'Örän gyssagly diýip belläň. Ilkinji günler möhüm; başlamak üçin aýy we ýyly ýeterlik.',
  'guide.death.title': 'Adamyň ölümi',
  'guide.death.ask':
    'Haçan we nirede, sebäbini kim we nähili aýtdy.\nJesedi kim gördi we näme gördi.\nJeset ýaryldymy, şahadatnama berildimi, çalt jaýlamaga mejbur etdilermi.\nDerňew başlandymy; maşgalanyň oňa gatnaşmaga hukugy bar.',
  'guide.death.avoid': 'Jesediň suratyny maşgala görkezmäň we ony täzeden suratlandyrmagy soramaň.',
  'guide.death.stop': 'Jaýlamak subutnamany ýok etmese, ýas tutmaga wagt beriň.',
  'guide.perpetrators.title': 'Muny kim etdi',
  'guide.perpetrators.ask':
    'Edara ýa-da bölüm, eşigi, nyşanlary, maşyny we belgisi, dili.\nBu nireden belli: gördüler, eşitdiler, aýtdylar, çaklaýarlar.\nKim buýruk berdi we kim saklap bilerdi.',
  'guide.perpetrators.avoid':
    'Ady diňe başgalaryň aýdýandygy üçin ýazmaň. Oňa näme görkezýändigini ýazyň.\nÇaklandan «Bilmeýärin» gowudyr.',
  'guide.perpetrators.stop': 'Şu habar üçin hiç kimi yzarlamaň we surata almaň.',
  'guide.sources.title': 'Bu nireden belli',
  'guide.sources.ask':
    'Her çeşme barada: nämäni özi gördi, nämäni eşitdi.\nÇeşme adatça näçe ygtybarly we edil şu gürrüň näçe ähtimal: bu iki başga sorag.\nMuny ýene näme bilen düşündirip bolýar.',
  'guide.sources.avoid':
    'Bir adamdan eşiden iki adam — bir çeşme.\n«Kärdeşi» diýen söz ýeterlik bolsa, çeşmäniň adyny ýazmaň.',
  'guide.sources.stop': 'Ýene sorasaňyz, çeşmäňiziň kimdigi belli boljak bolsa, soramaň.',
  'guide.evidence.title': 'Subutnamalar',
  'guide.evidence.ask':
    'Näme görünýär, kim etdi, haçan we asyl nusgasy nirede.\nKimi tanap bolýar we olaryň her biri razymy.\nInternetdäki surat üçin: salgysy we gören günüňiz.',
  'guide.evidence.avoid':
    'Asyl nusgany düzetmäň, kesmäň, hiç kime ibermäň: ol üýtgedilmändigi bilen gymmatly.\nÖzüne edilen zorluk barada gürrüň berýän adamy surata almaň.\nÖz sesiňiziň ýazgysy sizi tanadýar: mümkin bolsa, ýazyň.',
  'guide.evidence.stop': 'Hiç bir surat tutulmaga degmeýär.',
  'guide.risk.title': 'Howp we howpsuzlyk',
  'guide.risk.ask':
    'Söhbet belli bolsa, näme bolup biler: adama, maşgala, size.\nTelefonlary başgalar okap bilýärmi.\nAdam öz howpsuzlygy üçin näme edýär.',
  'guide.risk.avoid':
    'Başgalaryň deregine «howpy az» diýip karar bermäň.\nAdam özi soramasa, onuň bilen habarlaşmagyň ýoluny ýazmaň.',
  'guide.risk.stop': 'Duşuşyk ýa-da hat alyşmak howpy artdyrsa, bes ediň. Bar zadyny tamamlaň.',
  'guide.remedies.title': 'Ýurduň içindäki arzlar',
  'guide.remedies.ask':
    'Arz kime, haçan, haýsy belgi bilen berildi we nähili jogap boldy.\nHaýsy möhletler geçip barýar.\nArz edilmedik bolsa: näme üçin. Gorky hem sebäp, ony ýazmak gerek.',
  'guide.remedies.avoid': 'Arz etmäge-de, etmezlige-de maslahat bermäň we başganyň adyndan arz etmäň.',
  'guide.remedies.stop': 'Möhleti ýakynda gutarsa, ilki aklawçy, soň habar.',
  'guide.abroad.title': 'Daşary ýurtdaky howp',
  'guide.abroad.ask':
    'Adam haýsy ýurtda we nähili resminamalar bilen.\nMunuň arkasynda haýsy döwlet dur we bu nireden belli.\nIndiki ädim we onuň güni: karar, uçuş, tabşyrmak. Gyssaglylygy şoňa bagly.\nOl ýerde aklawçy barmy, gorag soraldymy.',
  'guide.abroad.avoid':
    'Öz döwletiniň konsullygyna gitmegi maslahat bermäň.\nGizlenýän adamyň ýaşaýan ýerini ýazmaň.',
  'guide.abroad.stop':
    'Uçuş ýa-da tabşyrmak ýakyn bolsa, örän gyssagly diýip belläň we derrew tamamlaň. Galanyny soň iberip bolýar.',
} as const satisfies Drafted<typeof source>;
