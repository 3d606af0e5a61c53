/** Owns the Uzbek draft of the mini-guides; how consent is explained stays in a reviewed language. Not reviewed by a native reader. */
import type { guides as source } from '../en/guides.ts';
import type { Drafted } from '../message.ts';

export const guides = {
  'guide.asking.title': 'Odamlar bilan suhbat',
  'guide.asking.ask':
    'Kim kimga nima qildi, qachon, qayerda, qanday, va odam nega shunday deb oʻylaydi.\nNimani oʻzi koʻrdi yoki eshitdi, nimani boshqalar aytdi.\nBuni avval boshqa joyda aytganmi: qayta soʻragandan koʻra oʻsha matnni soʻragan yaxshi.\nUnga hozir nima kerak.',
  'guide.asking.avoid':
    'Xabarga kerak boʻlmagan tafsilotlarni kovlamang.\nQoʻlingizdan kelmaydigan narsani vaʼda qilmang: yordam, himoya, javob.\nJavobni ogʻziga solmang, gapini tugatib bermang.\nBoshqalar eshitadigan joyda yoki uning yoniq telefoni oldida gaplashmang.',
  'guide.asking.stop':
    'Odamga ogʻir boʻlsa, charchasa yoki toʻxtashni xohlasa, toʻxtang. Bugun tugatish shart emas.\nKimga ishonishini va kimdir yonida boʻla oladimi, soʻrang.\nFaqat tashkilotingiz shu maqsadda bergan aloqalarni bering.',
  'guide.consent.title': 'Rozilikning yetti bandi',
  'guide.names.title': 'Ismlar',
  'guide.names.ask':
    'Oʻylab topilgan ism yetarlimi. Odatda yetarli.\nHaqiqiy ismi kerak boʻlsa: hujjatdagidek aniq, har bir yozuvda alohida.\nBoshqa yozilishlari va odam tanilgan boshqa ismlari.',
  'guide.names.avoid':
    'Oʻylab topilgan ismga haqiqiy ismni yoki uning qismini qoʻshmang.\nIsmni boshqa yozuvga oʻzingiz oʻgirmang: faqat koʻrganingizni yozing.\nOtasining ismi yoʻq joyda uni talab qilmang.\nHujjat raqamlarini yozmang.',
  'guide.names.stop': 'Odam ismi aytilishini istamasa, “Ismini aytmay”ni tanlang. Xabar baribir foydali.',
  'guide.dates.title': 'Taxminiy sanalar',
  'guide.dates.ask':
    'Bu nimadan oldin yoki keyin boʻldi: bayram, hosil yigʻimi, sud kuni.\nOdamning oʻz soʻzi; qanday aytsa, shunday saqlang.\nHozir ham davom etyaptimi.',
  'guide.dates.avoid':
    '“Bahorda” deganini aniq kunga aylantirmang. Taxminiy sana boʻladi, notoʻgʻrisi boʻlmaydi.',
  'guide.dates.stop': 'Odam sanani qiynalib eslasa, qoʻya qoling. “Nomaʼlum” ham javob.',
  'guide.place.title': 'Joylar',
  'guide.place.ask':
    'Mamlakat va viloyat. Keyin faqat xabarga keragi.\nQanday joy edi: uy, koʻcha, politsiya boʻlimi, koloniya.\nInternetdagi voqea uchun: odam qayerda edi.',
  'guide.place.avoid':
    'Kichik qishloq, kasb va kun birga odamni koʻrsatib qoʻyadi: bittasini yozmang.\nYashirinib yurgan odam uyi yonida telefon joyini olmang.',
  'guide.place.stop': 'Buning uchun u yerga borish kerak emas.',
  'guide.arrest.title': 'Ushlash',
  'guide.arrest.ask':
    'Odamni kim olib ketdi, oʻzini kim deb tanitdi, hujjat koʻrsatdimi.\nQachon, iloji boʻlsa soatigacha, va odam hozir qayerda.\nQaysi modda boʻyicha nima ayblov qoʻyildi, hujjatdagidek.\nSudya uni qachon koʻrdi; oʻz advokati kiritildimi; oilasi biladimi.\nEng yaqin sana: sud, muddat tugashi. Shoshilinchligi shunga bogʻliq.',
  'guide.arrest.avoid':
    'Qancha ushlab turish mumkinligini oʻzingiz hisoblamang. Qoidalar har xil; hujjatini soʻrang.\nSaqlanayotgan joyga sizga olib keladigan telefondan qoʻngʻiroq qilmang.',
  'guide.arrest.stop':
    'Hozirning oʻzida shafqatsiz muomala ehtimoli boʻlsa, juda shoshilinch deb belgilab, ertaroq yakunlang. Qolganini keyin yuborish mumkin.',
  'guide.torture.title': 'Qiynoq',
  'guide.torture.ask':
    'Bu odam kim va ularning qoʻliga qanday tushdi.\nQayerda boʻldi, kim bor edi: kiyimi, boʻlinmasi, mashinasi, belgilari.\nNima qilishdi, odamning oʻz soʻzi bilan, va undan nima talab qilishdi.\nQanday izlar koʻrinadi, shifokor koʻrdimi. Sanasi bor suratlar yordam beradi.\nNimaga imzo chekishga majbur boʻldi.',
  'guide.torture.avoid':
    'Jarohatlarni koʻrikdan oʻtkazmang va baholamang: buni tayyorlangan shifokorlar qiladi.\nIkkinchi marta aytib berishini soʻramang.\nKimnidir qiynoqchi deb atashdan oldin juda ehtiyot boʻling.',
  'guide.torture.stop':
    'Eslash juda ogʻir boʻlsa, toʻxtang; odamni hozirgi lahzaga qaytaring: suv, xona.\nMutaxassis koʻrigi kerak deb belgilang. Izlar bir necha kunda ketadi: koordinatorlarga ayting.',
  'guide.sexualViolence.title': 'Jinsiy zoʻravonlik',
  'guide.sexualViolence.ask':
    'Faqat shular: boʻldimi yoki qoʻrqitishdimi, taxminan qachon, hozir shifokor kerakmi.\nOdam buning yozilishini umuman xohlaydimi.',
  'guide.sexualViolence.avoid':
    'Qanday boʻlganini soʻramang. Telefondagi uzun hikoya odamga xavf soladi va hech kimga yordam bermaydi.\nQarindoshlari oldida bu haqda gapirmang.',
  'guide.sexualViolence.stop':
    'Shu yerda toʻxtab, suhbatni tashkilotingiz aytgan tayyorlangan odamga topshiring.\nTibbiy yordam dastlabki uch kunda eng muhim.',
  'guide.children.title': 'Gap bola haqida boʻlsa',
  'guide.children.ask':
    'Yoshi yoki yosh guruhi va bolaga hozir kim qarayapti.\nVasiyning roziligi va bolaning oʻz fikri.',
  'guide.children.avoid':
    'Boladan yolgʻiz oʻzidan va xabar uchun soʻramang.\nBolaning ismi, yuzi va maktabi hech qachon eʼlon qilinmaydi.',
  'guide.children.stop': 'Xavf oiladan boʻlsa, oiladan soʻramang. Koordinatorlarga ayting.',
  'guide.disappearance.title': 'Bedarak yoʻqolish',
  'guide.disappearance.ask':
    'Odamni oxirgi marta qachon, qayerda va kim koʻrdi.\nKim olib ketdi va nega shunday deb oʻylaysiz.\nOila qayerga murojaat qildi va qanday javob oldi.\nOila murojaatga rozimi va u bilan qanday xavfsiz bogʻlansa boʻladi.',
  'guide.disappearance.avoid': 'Hokimiyatga oila nomidan oʻzingiz murojaat qilmang.',
  'guide.disappearance.stop':
    'Juda shoshilinch deb belgilang. Dastlabki kunlar muhim; boshlash uchun oyi va yili yetarli.',
  'guide.death.title': 'Odamning oʻlimi',
  'guide.death.ask':
    'Qachon va qayerda, sababini kim va qanday aytdi.\nJasadni kim koʻrdi va nima koʻrdi.\nJasad yorildimi, guvohnoma berildimi, tez koʻmishga majburlashdimi.\nTekshiruv boshlandimi; oila unda qatnashishga haqli.',
  'guide.death.avoid': 'Jasad suratini oilaga koʻrsatmang va uni qayta tasvirlashni soʻramang.',
  'guide.death.stop': 'Koʻmish dalilni yoʻq qilmasa, motamga vaqt bering.',
  'guide.perpetrators.title': 'Buni kim qildi',
  'guide.perpetrators.ask':
    'Idora yoki boʻlinma, kiyimi, belgilari, mashinasi va raqami, tili.\nBu qayerdan maʼlum: koʻrishgan, eshitishgan, aytishgan, taxmin qilishadi.\nKim buyruq berdi va kim toʻxtata olardi.',
  'guide.perpetrators.avoid':
    'Faqat boshqalar aytgani uchun ismni yozmang. Unga nima ishora qilishini yozing.\nTaxmindan koʻra “Bilmayman” yaxshi.',
  'guide.perpetrators.stop': 'Shu xabar uchun hech kimni kuzatmang va suratga olmang.',
  'guide.sources.title': 'Bu qayerdan maʼlum',
  'guide.sources.ask':
    'Har bir manba haqida: nimani oʻzi koʻrdi, nimani eshitdi.\nManba odatda qanchalik ishonchli va aynan shu hikoya qanchalik ehtimol: bu ikki xil savol.\nBuni yana nima bilan tushuntirish mumkin.',
  'guide.sources.avoid':
    'Bir odamdan eshitgan ikki kishi — bitta manba.\n“Hamkasbi” degan soʻz yetsa, manbaning ismini yozmang.',
  'guide.sources.stop': 'Yana soʻrasangiz, manbangiz kimligi bilinib qoladigan boʻlsa, soʻramang.',
  'guide.evidence.title': 'Dalillar',
  'guide.evidence.ask':
    'Nima koʻrinadi, kim qilgan, qachon va asl nusxasi qayerda.\nKimni tanib olsa boʻladi va har biri rozimi.\nInternetdagi surat uchun: manzili va koʻrgan kuningiz.',
  'guide.evidence.avoid':
    'Asl nusxani tahrirlamang, qirqmang, hech kimga yubormang: uning qadri oʻzgartirilmaganida.\nOʻziga qilingan zoʻravonlik haqida gapirayotgan odamni suratga olmang.\nOʻz ovozingiz yozuvi sizni tanitib qoʻyadi: iloji boʻlsa, yozing.',
  'guide.evidence.stop': 'Hech bir surat qamalishga arzimaydi.',
  'guide.risk.title': 'Xavf va xavfsizlik',
  'guide.risk.ask':
    'Suhbat maʼlum boʻlsa, nima boʻlishi mumkin: odamga, oilasiga, sizga.\nTelefonlarini boshqalar oʻqiy oladimi.\nOdam oʻz xavfsizligi uchun nima qilyapti.',
  'guide.risk.avoid':
    'Boshqalar oʻrniga “xavfi kam” deb qaror qilmang.\nOdam oʻzi soʻramasa, u bilan bogʻlanish yoʻlini yozmang.',
  'guide.risk.stop': 'Uchrashuv yoki yozishma xavfni oshirsa, toʻxtating. Boridan yakunlang.',
  'guide.remedies.title': 'Mamlakat ichidagi shikoyatlar',
  'guide.remedies.ask':
    'Shikoyat kimga, qachon, qaysi raqam bilan berildi va qanday javob boʻldi.\nQaysi muddatlar oʻtib ketyapti.\nShikoyat qilinmagan boʻlsa: nega. Qoʻrquv ham sabab, uni yozib qoʻyish kerak.',
  'guide.remedies.avoid':
    'Shikoyat qilishga ham, qilmaslikka ham maslahat bermang va birovning nomidan shikoyat qilmang.',
  'guide.remedies.stop': 'Muddat yaqinda tugasa, avval advokat, keyin xabar.',
  'guide.abroad.title': 'Chet eldagi xavf',
  'guide.abroad.ask':
    'Odam qaysi mamlakatda va qanday hujjatlar bilan.\nBuning ortida qaysi davlat turibdi va bu qayerdan maʼlum.\nKeyingi qadam va uning kuni: qaror, reys, topshirish. Shoshilinchligi shunga bogʻliq.\nU yerda advokat bormi, himoya soʻraldimi.',
  'guide.abroad.avoid':
    'Oʻz davlatining konsulligiga borishni maslahat bermang.\nYashirinib yurgan odamning turar joyini yozmang.',
  'guide.abroad.stop':
    'Reys yoki topshirish yaqin boʻlsa, juda shoshilinch deb belgilab, darhol yakunlang. Qolganini keyin yuborish mumkin.',
} as const satisfies Drafted<typeof source>;
