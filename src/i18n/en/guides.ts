/** Owns the English mini-guides: one line each for what to ask, what not to, and when to stop. Never names a person or a place to go to. */
import type { Catalogue } from '../message.ts';

export const guides = {
  'guide.asking.title': 'Talking with people',
  'guide.asking.ask':
    'Who did what to whom, when, where, how, and why they think so.\nWhat the person saw or heard themselves, and what others told them.\nWhether they have told it elsewhere: ask for that text instead of another interview.\nWhat they need now.',
  'guide.asking.avoid':
    'Do not press for details that the report does not need.\nDo not promise anything you cannot keep: help, protection, an answer.\nDo not suggest answers, and do not finish sentences.\nDo not talk where others can hear, or with a phone of theirs on the table.',
  'guide.asking.stop':
    'Stop when the person is distressed, tired, or wants to stop. Nothing has to be finished today.\nAsk whom they trust and whether somebody can be with them.\nGive only contacts that your organisation gave you for this.',

  'guide.consent.title': 'Seven points of consent',
  'guide.consent.ask':
    'Who you are and who will receive this: your organisation, and nobody else unless they agree.\nWhy it is written down.\nHow it may be used: each use is agreed to separately.\nWhich risks there are, also for the family.\nWhat cannot be promised: neither release, nor money, nor safety.\nThat they may withdraw at any time. What is published by then cannot be called back.\nThat the United Nations sends letters to the Government with the name, and publishes them after about sixty days, if they agree to that.',
  'guide.consent.avoid':
    'Do not read the points out quickly to get a yes.\nDo not take silence, fear or a relative’s wish for the person’s own consent.\nDo not ask where it is not safe: “Not asked” is an honest answer.',
  'guide.consent.stop':
    'For a child ask a guardian too, and the child.\nFor somebody who is missing, dead or cannot be reached the family may agree; without it the coordinators decide, two of them, in writing.\nWhen the person hesitates, choose less. More can be added later.',

  'guide.names.title': 'Names',
  'guide.names.ask':
    'Whether a made-up name is enough. It usually is.\nIf the real name is needed: exactly as it is written in the papers, in each script separately.\nOther spellings and names under which the person is known.',
  'guide.names.avoid':
    'Do not put the real name, or a part of it, into the pseudonym.\nDo not change the script yourself: write only what you have seen.\nDo not ask for a patronymic where there is none.\nDo not write numbers of papers.',
  'guide.names.stop': 'When somebody does not want to be named, choose “anonymous”. The report stays useful.',

  'guide.dates.title': 'Rough dates',
  'guide.dates.ask':
    'Before or after what it happened: a holiday, a harvest, a court day.\nThe person’s own words; keep them as they were said.\nWhether it still goes on.',
  'guide.dates.avoid': 'Do not turn “in spring” into a day. A rough date is a good date, a wrong one is not.',
  'guide.dates.stop': 'If the person searches for a date with effort, leave it. “Unknown” is an answer.',

  'guide.place.title': 'Places',
  'guide.place.ask':
    'Country and region. Then only as much as the report needs.\nWhat kind of place it was: home, street, police station, prison.\nFor an event online: where the person was.',
  'guide.place.avoid':
    'A small village, a profession and a day together name a person: leave one of them out.\nDo not take the position of your phone at the home of somebody who hides.',
  'guide.place.stop': 'Nothing here is worth a trip to the place.',

  'guide.arrest.title': 'Arrest',
  'guide.arrest.ask':
    'Who took the person, how they said who they were, whether a paper was shown.\nWhen, to the hour if known, and where the person is held now.\nWhat is accused, and under which article, as it stands in the paper.\nWhen a judge saw the person; whether a lawyer of their own was let in; whether the family knows.\nThe next date: a hearing, the end of the term. It decides how urgent this is.',
  'guide.arrest.avoid':
    'Do not work out yourself how long somebody may be held. The rules differ; ask for the paper.\nDo not call the place of detention from a phone that leads to you.',
  'guide.arrest.stop':
    'If ill-treatment is likely now, mark it as very urgent and finish early. Details can follow.',

  'guide.torture.title': 'Torture',
  'guide.torture.ask':
    'Who the person is, and how they came into these hands.\nWhere it was, who was there: uniform, unit, car, signs.\nWhat was done, in the person’s own words, and what was wanted by it.\nWhich traces can be seen, and whether a doctor has seen them. Photographs with a date help.\nWhat had to be signed.',
  'guide.torture.avoid':
    'Do not examine anybody and do not judge injuries: only trained doctors do.\nDo not ask for the story twice.\nBe very careful before naming one person as a torturer.',
  'guide.torture.stop':
    'Stop when the memory becomes too strong; come back to the present, to water, to the room.\nMark that a specialist’s examination is needed. Traces fade within days: say so to the coordinators.',

  'guide.sexualViolence.title': 'Sexual violence',
  'guide.sexualViolence.ask':
    'Only: that it happened or was threatened, roughly when, and whether the person needs a doctor now.\nWhether they want it to be recorded at all.',
  'guide.sexualViolence.avoid':
    'Do not ask for the course of events. A long account on a phone endangers the person and helps nobody.\nDo not speak about it before relatives.',
  'guide.sexualViolence.stop':
    'Stop here and hand over to a trained person whom your organisation has named.\nMedical help matters most within three days.',

  'guide.children.title': 'Children',
  'guide.children.ask':
    'The age or age group, and who looks after the child now.\nA guardian’s consent, and what the child thinks about it.',
  'guide.children.avoid':
    'Do not interview a child alone, and not for a report.\nNo name, face or school of a child ever goes to the public.',
  'guide.children.stop': 'If the danger comes from the family, do not ask the family. Tell the coordinators.',

  'guide.disappearance.title': 'Disappearance',
  'guide.disappearance.ask':
    'When and where the person was last seen, and by whom.\nWho took them away, and why you think so.\nWhere the family has asked, and what the answer was.\nWhether the family agrees to an appeal, and how it can be reached safely.',
  'guide.disappearance.avoid': 'Do not go and ask the authorities yourself in the family’s name.',
  'guide.disappearance.stop':
    'Mark it as very urgent. The first days count, and a month and a year of the event are enough to begin.',

  'guide.death.title': 'A death',
  'guide.death.ask':
    'When and where, and which cause was named by whom.\nWho has seen the body, and what they saw.\nWhether there was an examination, a certificate, pressure to bury quickly.\nWhether an investigation was opened; the family has a right to take part.',
  'guide.death.avoid': 'Do not show pictures of the body to the family or ask them to describe them again.',
  'guide.death.stop': 'Leave time for mourning unless a burial will destroy proof.',

  'guide.perpetrators.title': 'Who did it',
  'guide.perpetrators.ask':
    'The body or unit, uniform, rank signs, car and number plate, language.\nHow the person knows: seen, heard, told, supposed.\nWho gave the order, and who could have stopped it.',
  'guide.perpetrators.avoid':
    'Do not write a name because others say it. Write what points to it.\n“I don’t know” is better than a guess.',
  'guide.perpetrators.stop': 'Do not follow or photograph anybody for this report.',

  'guide.sources.title': 'How you know it',
  'guide.sources.ask':
    'For each source: what they saw themselves, and what they heard.\nHow reliable the source usually is, and how likely this very account is: two different questions.\nWhat else could explain it.',
  'guide.sources.avoid':
    'Two people who heard it from the same third are one source.\nDo not write a source’s name where “a colleague” is enough.',
  'guide.sources.stop': 'If more questions would show who your source is, stop asking.',

  'guide.evidence.title': 'Evidence',
  'guide.evidence.ask':
    'What it shows, who made it, when, and where the original is.\nWho can be recognised, and whether each of them agrees.\nFor a picture from the internet: the address, and the day you saw it.',
  'guide.evidence.avoid':
    'Do not edit, cut or forward the original: its value is that nothing was changed.\nDo not film somebody who speaks about violence against them.\nA recording of your own voice reveals you: write it instead where you can.',
  'guide.evidence.stop': 'No picture is worth an arrest.',

  'guide.risk.title': 'Risk and safety',
  'guide.risk.ask':
    'What could happen if it becomes known that somebody spoke: to the person, the family, you.\nWhether phones may be read by others.\nWhat the person already does to be safe.',
  'guide.risk.avoid':
    'Do not decide for others that a risk is small.\nDo not write the way to reach somebody unless they asked for it.',
  'guide.risk.stop': 'If meeting or writing raises the danger, stop. Finish what you have.',

  'guide.remedies.title': 'Complaints inside the country',
  'guide.remedies.ask':
    'To whom a complaint was made, when, with which number, and what the answer was.\nDeadlines that are running.\nIf no complaint was made: why. Fear is a reason and should be written down.',
  'guide.remedies.avoid': 'Do not advise for or against a complaint, and do not complain in somebody’s name.',
  'guide.remedies.stop': 'Where a deadline ends soon, a lawyer comes first, the report second.',

  'guide.abroad.title': 'Danger abroad',
  'guide.abroad.ask':
    'In which country the person is, and with which papers.\nWhich State is behind it, and how you know.\nThe next step and its day: a decision, a flight, a handover. It decides how urgent this is.\nWhether a lawyer is there, and whether protection was asked for.',
  'guide.abroad.avoid':
    'Do not advise the person to go to a consulate of their own State.\nDo not write where somebody in hiding lives.',
  'guide.abroad.stop':
    'When a flight or a handover is near, mark it as very urgent and finish at once. Details can follow.',
} as const satisfies Catalogue;
