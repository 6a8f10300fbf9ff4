// Generated from docs/api/fotor-openapi.json by scripts/generate-catalogue.ts: do not edit.
import type { ImageModel, Style, VideoModel } from './types';

const TEMPLATES = 'https://pub-static.fotor.com/assets/aiImageConfig/template/';

/** Width and height in px by ratio; models share them. */
const SIZES_0: Record<string, string> = {"1:1":"1024x1024","2:3":"768x1152","3:2":"1152x768","3:4":"880x1184","4:3":"1184x880","4:5":"928x1152","5:4":"1152x928","9:16":"752x1392","16:9":"1392x752","21:9":"1568x672","9:21":"672x1568"};
const SIZES_1: Record<string, string> = {"1:1":"2048x2048","2:3":"1536x2304","3:2":"2304x1536","3:4":"1760x2368","4:3":"2368x1760","4:5":"1856x2304","5:4":"2304x1856","9:16":"1504x2784","16:9":"2784x1504","21:9":"3136x1344","9:21":"1344x3136"};
const SIZES_2: Record<string, string> = {"1:1":"1024x1024","2:3":"832x1248","3:2":"1248x832","3:4":"864x1184","4:3":"1184x864","4:5":"896x1152","5:4":"1152x896","9:16":"768x1344","16:9":"1344x768","21:9":"1536x672"};
const SIZES_3: Record<string, string> = {"1:1":"2048x2048","2:3":"1664x2496","3:2":"2496x1664","3:4":"1728x2368","4:3":"2368x1728","4:5":"1792x2304","5:4":"2304x1792","9:16":"1536x2688","16:9":"2688x1536","21:9":"3072x1344"};
const SIZES_4: Record<string, string> = {"1:1":"1024x1024","2:3":"848x1264","3:2":"1264x848","3:4":"896x1200","4:3":"1200x896","4:5":"928x1152","5:4":"1152x928","9:16":"768x1376","16:9":"1376x768","21:9":"1584x672"};
const SIZES_5: Record<string, string> = {"1:1":"2048x2048","2:3":"1696x2528","3:2":"2528x1696","3:4":"1792x2400","4:3":"2400x1792","4:5":"1856x2304","5:4":"2304x1856","9:16":"1536x2752","16:9":"2752x1536","21:9":"3168x1344"};
const SIZES_6: Record<string, string> = {"1:1":"4096x4096","2:3":"2747x4096","3:2":"4096x2747","3:4":"3058x4096","4:3":"4096x3058","4:5":"3299x4096","5:4":"4096x3299","9:16":"2286x4096","16:9":"4096x2286","21:9":"4096x1737"};
const SIZES_7: Record<string, string> = {"1:1":"1024x1024","2:3":"1024x1536","3:2":"1536x1024"};
const SIZES_8: Record<string, string> = {"1:1":"1024x1024","2:3":"1024x1536","3:2":"1536x1024","3:4":"880x1184","4:3":"1184x880","4:5":"928x1152","5:4":"1152x928","9:16":"752x1392","16:9":"1392x752","21:9":"1568x672","9:21":"672x1568"};
const SIZES_9: Record<string, string> = {"1:1":"2048x2048","2:3":"2048x3072","3:2":"3072x2048","3:4":"1760x2368","4:3":"2368x1760","4:5":"1856x2304","5:4":"2304x1856","9:16":"1504x2784","16:9":"2784x1504","21:9":"3136x1344","9:21":"1344x3136"};
const SIZES_10: Record<string, string> = {"1:1":"1280x1280","2:3":"800x1200","3:2":"1200x800","3:4":"960x1280","4:3":"1280x960","9:16":"720x1280","16:9":"1280x720","21:9":"1280x576"};
const SIZES_11: Record<string, string> = {"1:1":"2560x2560","2:3":"1600x2400","3:2":"2400x1600","3:4":"1920x2560","4:3":"2560x1920","9:16":"1440x2560","16:9":"2560x1440","21:9":"2560x1152"};
const SIZES_12: Record<string, string> = {"1:1":"1024x1024","2:3":"896x1344","3:2":"1344x896","3:4":"928x1232","4:3":"1232x928","4:5":"896x1152","5:4":"1152x896","5:6":"992x1200","6:5":"1200x992","9:16":"816x1445","16:9":"1445x816"};
const SIZES_13: Record<string, string> = {"1:1":"2048x2048","2:3":"1792x2688","3:2":"2688x1792","3:4":"1856x2464","4:3":"2464x1856","4:5":"1792x2304","5:4":"2304x1792","5:6":"1984x2400","6:5":"2400x1984","9:16":"1632x2890","16:9":"2890x1632"};
const SIZES_14: Record<string, string> = {"1:1":"1024x1024","2:3":"832x1248","3:2":"1248x832","3:4":"864x1152","4:3":"1152x864","9:16":"736x1312","16:9":"1312x736","21:9":"1568x672"};
const SIZES_15: Record<string, string> = {"1:1":"2048x2048","2:3":"1664x2496","3:2":"2496x1664","3:4":"1728x2304","4:3":"2304x1728","9:16":"1472x2624","16:9":"2624x1472","21:9":"3136x1344"};
const SIZES_16: Record<string, string> = {"1:1":"4096x4096","2:3":"3328x4992","3:2":"4992x3328","3:4":"3456x4608","4:3":"4608x3456","9:16":"2944x5248","16:9":"5248x2944","21:9":"6255x2681"};
const SIZES_17: Record<string, string> = {"1:1":"2048x2048","2:3":"1664x2496","3:2":"2496x1664","3:4":"1728x2304","4:3":"2304x1728","9:16":"1600x2848","16:9":"2848x1600","21:9":"3136x1344"};
const SIZES_18: Record<string, string> = {"1:1":"3072x3072","2:3":"2496x3744","3:2":"3744x2496","3:4":"2592x3456","4:3":"3456x2592","9:16":"2400x4272","16:9":"4272x2400","21:9":"4704x2016"};
const SIZES_19: Record<string, string> = {"1:1":"4096x4096","2:3":"3328x4992","3:2":"4992x3328","3:4":"3456x4608","4:3":"4608x3456","9:16":"3071x5461","16:9":"5461x3072","21:9":"6255x2681"};
const SIZES_20: Record<string, string> = {"1:1":"1024x1024","2:3":"800x1200","3:2":"1200x800","3:4":"960x1280","4:3":"1280x960","9:16":"720x1280","16:9":"1280x720","21:9":"1344x576"};
const SIZES_21: Record<string, string> = {"1:1":"2048x2048","2:3":"1365x2048","3:2":"2048x1365","3:4":"1536x2048","4:3":"2048x1536","9:16":"1152x2048","16:9":"2048x1152","21:9":"2048x877"};
const SIZES_22: Record<string, string> = {"1:1":"2048x2048","2:3":"1600x2400","3:2":"2400x1600","3:4":"1920x2560","4:3":"2560x1920","9:16":"1440x2560","16:9":"2560x1440","21:9":"2688x1152"};
const SIZES_23: Record<string, string> = {"1:1":"4096x4096","2:3":"2730x4096","3:2":"4096x2730","3:4":"3072x4096","4:3":"4096x3072","9:16":"2304x4096","16:9":"4096x2304","21:9":"4096x1755"};

export const IMAGE_MODELS: ImageModel[] = [
	{id:"flux-1-kontext-pro",name:"Flux.1 Kontext Pro",text:true,references:true,maxReferences:4,input:{minSide:64,maxSide:4096,maxRatio:2.333,maxBytes:10485760},sizes:{"1k":SIZES_0,"2k":SIZES_1}},
	{id:"flux-2-pro",name:"Flux 2 Pro",text:true,references:true,maxReferences:4,input:{minSide:64,maxSide:4096,maxRatio:3,maxBytes:10485760},sizes:{"1k":SIZES_0,"2k":SIZES_1}},
	{id:"kontextdev",name:"Kontextdev",text:true,references:true,maxReferences:4,input:{minSide:512,maxSide:4096,maxRatio:2.333,maxBytes:10485760},sizes:{"1k":SIZES_0,"2k":SIZES_1}},
	{id:"gemini-2.5-flash-image",name:"Nano Banana (Gemini 2.5 Flash)",text:true,references:true,maxReferences:4,input:{minSide:64,maxSide:4096,maxRatio:1.778,maxBytes:10485760},sizes:{"1k":SIZES_2,"2k":SIZES_3}},
	{id:"gemini-3-pro-image-preview",name:"Nano Banana Pro (Gemini 3 Pro)",text:true,references:true,maxReferences:4,input:{minSide:64,maxSide:4096,maxRatio:1.778,maxBytes:10485760},sizes:{"1k":SIZES_4,"2k":SIZES_5,"4k":SIZES_6}},
	{id:"gemini-3.1-flash-image-preview",name:"Nano Banana 2 (Gemini 3.1 Flash)",text:true,references:true,maxReferences:4,input:{minSide:64,maxSide:4096,maxRatio:1.778,maxBytes:10485760},sizes:{"1k":SIZES_4,"2k":SIZES_5,"4k":SIZES_6}},
	{id:"gpt-image-1-low",name:"GPT Image 1 Low",text:true,references:true,maxReferences:4,input:{minSide:64,maxSide:4096,maxRatio:1.778,maxBytes:10485760},sizes:{"1k":SIZES_7}},
	{id:"gpt-image-1-medium",name:"GPT Image 1 Medium",text:true,references:true,maxReferences:4,input:{minSide:64,maxSide:4096,maxRatio:1.778,maxBytes:10485760},sizes:{"1k":SIZES_7}},
	{id:"gpt-image-1-mini",name:"GPT Image 1 Mini",text:true,references:false,input:{minSide:64,maxSide:4096,maxRatio:1.778,maxBytes:10485760},sizes:{"1k":SIZES_7}},
	{id:"gpt-image-2",name:"GPT Image 2",text:true,references:true,maxReferences:4,input:{minSide:64,maxSide:4096,maxRatio:1.778,maxBytes:10485760},sizes:{"1k":SIZES_8,"2k":SIZES_9}},
	{id:"kling-image-o1",name:"Kling O1",text:true,references:true,maxReferences:4,input:{minSide:300,maxSide:4096,maxRatio:2,maxBytes:10485760},sizes:{"1k":SIZES_10,"2k":SIZES_11}},
	{id:"midjourney-v7",name:"Midjourney v7",text:true,references:true,maxReferences:5,input:{minSide:512,maxSide:4096,maxRatio:3,maxBytes:10485760},sizes:{"1k":SIZES_12,"2k":SIZES_13}},
	{id:"seedream-4-0-250828",name:"Seedream 4.0",text:true,references:true,maxReferences:4,input:{minSide:512,maxSide:2048,maxRatio:2,maxBytes:10485760},sizes:{"1k":SIZES_14,"2k":SIZES_15,"4k":SIZES_16}},
	{id:"seedream-4-5-251128",name:"Seedream 4.5",text:true,references:true,maxReferences:4,input:{minSide:512,maxSide:2048,maxRatio:2,maxBytes:10485760},sizes:{"2k":SIZES_17,"3k":SIZES_18,"4k":SIZES_19}},
	{id:"seedream-5-0-260128",name:"Seedream 5.0 Lite",text:true,references:true,maxReferences:4,input:{minSide:512,maxSide:2048,maxRatio:2,maxBytes:10485760},sizes:{"2k":SIZES_17,"3k":SIZES_18}},
	{id:"wan2.5-t2i-preview",name:"Wan 2.5",text:true,references:false,input:{minSide:512,maxSide:2048,maxRatio:2,maxBytes:10485760},sizes:{"1k":SIZES_20}},
	{id:"wan2.5-i2i-preview",name:"Wan 2.5",text:false,references:true,input:{minSide:512,maxSide:2048,maxRatio:2,maxBytes:10485760},sizes:{"1k":SIZES_20}},
	{id:"wan2.7-image",name:"Wan 2.7 Image",text:true,references:true,sizes:{"1k":SIZES_20,"2k":SIZES_21}},
	{id:"wan2.7-image-pro",name:"Wan 2.7 Image Pro",text:true,references:true,sizes:{"1k":SIZES_20,"2k":SIZES_22,"4k":SIZES_23}},
];

export const VIDEO_MODELS: VideoModel[] = [
	{name:"Seedance 1.0 Lite",ids:{text2video:"doubao-seedance-1-0-lite-t2v-250428",img2video:"doubao-seedance-1-0-lite-i2v-250428",startend2video:"doubao-seedance-1-0-lite-i2v-250428",character2video:"doubao-seedance-1-0-lite-i2v-250428"},durations:[5,10,12],resolutions:["480p","720p","1080p"],ratios:{text2video:["16:9","4:3","1:1","3:4","9:16","21:9"],img2video:["16:9","4:3","1:1","3:4","9:16","21:9"],character2video:["16:9","4:3","1:1","3:4","9:16","21:9"]},maxReferences:4,input:{minSide:512,maxSide:4096,maxRatio:2.5,maxBytes:10485760}},
	{name:"Seedance 1.0 Pro Fast",ids:{text2video:"doubao-seedance-1-0-pro-fast-251015",img2video:"doubao-seedance-1-0-pro-fast-251015"},durations:[5,10,12],resolutions:["480p","720p","1080p"],ratios:{text2video:["16:9","1:1","9:16","3:4","4:3","21:9"],img2video:["16:9","1:1","9:16","3:4","4:3","21:9"]},input:{minSide:512,maxSide:4096,maxRatio:2.5,maxBytes:10485760}},
	{name:"Seedance 1.0 Pro",ids:{text2video:"doubao-seedance-1-0-pro-250528",img2video:"doubao-seedance-1-0-pro-250528"},durations:[5,10,12],resolutions:["480p","720p","1080p"],ratios:{text2video:["16:9","4:3","1:1","3:4","9:16","21:9"],img2video:["16:9","4:3","1:1","3:4","9:16","21:9"]},input:{minSide:512,maxSide:4096,maxRatio:2.5,maxBytes:10485760}},
	{name:"Seedance 1.5 Pro",ids:{text2video:"seedance-1-5-pro-251215",img2video:"seedance-1-5-pro-251215",startend2video:"seedance-1-5-pro-251215"},durations:[4,5,6,7,8,9,10,11,12],resolutions:["480p","720p"],ratios:{text2video:["16:9","4:3","1:1","3:4","9:16","21:9"],img2video:["16:9","4:3","1:1","3:4","9:16","21:9"]},input:{minSide:300,maxSide:4096,maxRatio:2.5,maxBytes:10485760}},
	{name:"Seedance 2.0",ids:{text2video:"doubao-seedance-2-0-260128",img2video:"doubao-seedance-2-0-260128",startend2video:"doubao-seedance-2-0-260128",character2video:"doubao-seedance-2-0-260128"},durations:[4,5,6,7,8,9,10,11,12,13,14,15],resolutions:["480p","720p","1080p"],ratios:{},maxReferences:9},
	{name:"Kling 2.1 Master",ids:{text2video:"kling-v2-1-master",img2video:"kling-v2-1-master",startend2video:"kling-v2-1-master"},durations:[5,10],resolutions:["1080p"],ratios:{text2video:["16:9","1:1","9:16"],img2video:["16:9","1:1","9:16"]},input:{minSide:300,maxSide:4096,maxRatio:2,maxBytes:10485760}},
	{name:"Kling 2.1",ids:{img2video:"kling-v2-1",startend2video:"kling-v2-1"},durations:[5,10],resolutions:["720p","1080p"],ratios:{img2video:["16:9","1:1","9:16"]},input:{minSide:300,maxSide:4096,maxRatio:2,maxBytes:10485760}},
	{name:"Kling 2.5 Turbo",ids:{text2video:"kling-v2-5-turbo",img2video:"kling-v2-5-turbo",startend2video:"kling-v2-5-turbo"},durations:[5,10],resolutions:["1080p"],ratios:{text2video:["16:9","1:1","9:16"],img2video:["16:9","1:1","9:16"]},input:{minSide:300,maxSide:4096,maxRatio:2,maxBytes:10485760}},
	{name:"Kling 3.0 Omni",ids:{text2video:"kling-v3-omni",img2video:"kling-v3-omni",startend2video:"kling-v3-omni",character2video:"kling-v3-omni"},durations:[3,4,5,6,7,8,9,10,11,12,13,14,15],resolutions:["720p","1080p"],ratios:{text2video:["16:9","1:1","9:16"],img2video:["16:9","1:1","9:16"],character2video:["16:9","1:1","9:16"]},maxReferences:7,input:{minSide:300,maxSide:4096,maxRatio:2.5,maxBytes:10485760}},
	{name:"Kling 3.0",ids:{text2video:"kling-v3",img2video:"kling-v3",startend2video:"kling-v3"},durations:[3,4,5,6,7,8,9,10,11,12,13,14,15],resolutions:["720p","1080p"],ratios:{text2video:["16:9","1:1","9:16"],img2video:["16:9","1:1","9:16"]},input:{minSide:300,maxSide:4096,maxRatio:2.5,maxBytes:10485760}},
	{name:"Kling O1",ids:{text2video:"kling-video-o1",img2video:"kling-video-o1",startend2video:"kling-video-o1",character2video:"kling-video-o1"},durations:[5,10],resolutions:["1080p"],ratios:{text2video:["16:9","1:1","9:16"],img2video:["16:9","1:1","9:16"],character2video:["16:9","1:1","9:16"]},maxReferences:10,input:{minSide:300,maxSide:4096,maxRatio:2.5,maxBytes:10485760}},
	{name:"Kling 2.6",ids:{text2video:"kling-v2-6",img2video:"kling-v2-6"},durations:[5,10],resolutions:["1080p"],ratios:{text2video:["16:9","1:1","9:16"],img2video:["16:9","1:1","9:16"]},input:{minSide:300,maxSide:4096,maxRatio:2.5,maxBytes:10485760}},
	{name:"Grok Imagine Video",ids:{text2video:"grok-imagine-video",img2video:"grok-imagine-video"},durations:[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15],resolutions:["480p","720p"],ratios:{text2video:["16:9","9:16","1:1","4:3","3:4","3:2","2:3"],img2video:["16:9","9:16","1:1","4:3","3:4","3:2","2:3"]},input:{minSide:512,maxSide:2048,maxBytes:10485760}},
	{name:"HappyHorse 1.0",ids:{text2video:"happyhorse-1.0-t2v",img2video:"happyhorse-1.0-i2v"},durations:[3,4,5,6,7,8,9,10,11,12,13,14,15],resolutions:["720p","1080p"],ratios:{text2video:["16:9","9:16","1:1","4:3","3:4"],img2video:["16:9","9:16","1:1","4:3","3:4"]},input:{maxRatio:2.5,maxBytes:10485760}},
	{name:"Hailuo 02",ids:{text2video:"MiniMax-Hailuo-02",img2video:"MiniMax-Hailuo-02",startend2video:"MiniMax-Hailuo-02"},durations:[6],resolutions:["768p"],ratios:{text2video:["16:9"],img2video:["16:9"]},input:{minSide:300,maxSide:4096,maxRatio:2.5,maxBytes:10485760}},
	{name:"Hailuo 2.3 Fast",ids:{img2video:"MiniMax-Hailuo-2.3-Fast"},durations:[6,10],resolutions:["768p","1080p"],ratios:{img2video:["16:9","1:1","9:16","3:4","4:3","21:9"]},input:{minSide:300,maxSide:4096,maxRatio:2.5,maxBytes:10485760}},
	{name:"Hailuo 2.3",ids:{text2video:"MiniMax-Hailuo-2.3",img2video:"MiniMax-Hailuo-2.3"},durations:[6,10],resolutions:["768p","1080p"],ratios:{text2video:["16:9"],img2video:["16:9"]},input:{minSide:300,maxSide:4096,maxRatio:2.5,maxBytes:10485760}},
	{name:"Pixverse v4.5",ids:{text2video:"pixverse-v4.5",img2video:"pixverse-v4.5",startend2video:"pixverse-v4.5"},durations:[5,8],resolutions:["540p","720p","1080p"],ratios:{text2video:["16:9","9:16","1:1","4:3","3:4"],img2video:["16:9","9:16","1:1","4:3","3:4"]},input:{minSide:512,maxSide:2048,maxRatio:1.778,maxBytes:10485760}},
	{name:"Veo 3 Fast",ids:{text2video:"veo-3.0-fast-generate-001",img2video:"veo-3.0-fast-generate-001"},durations:[8],resolutions:["720p","1080p"],ratios:{text2video:["16:9","9:16"],img2video:["16:9","9:16"]},input:{minSide:512,maxSide:4096,maxRatio:1.778,maxBytes:10485760}},
	{name:"Veo 3",ids:{text2video:"veo-3.0-generate-001",img2video:"veo-3.0-generate-001"},durations:[8],resolutions:["720p","1080p"],ratios:{text2video:["16:9","9:16"],img2video:["16:9","9:16"]},input:{minSide:512,maxSide:4096,maxRatio:1.778,maxBytes:10485760}},
	{name:"Veo 3.1 Fast",ids:{text2video:"veo-3.1-fast-generate-001",img2video:"veo-3.1-fast-generate-001",startend2video:"veo-3.1-fast-generate-001"},durations:[4,6,8],resolutions:["720p","1080p"],ratios:{text2video:["16:9","9:16"],img2video:["16:9","9:16"]},input:{minSide:512,maxSide:4096,maxRatio:1.778,maxBytes:10485760}},
	{name:"Veo 3.1",ids:{text2video:"veo-3.1-generate-001",img2video:"veo-3.1-generate-001",startend2video:"veo-3.1-generate-001",character2video:"veo-3.1-generate-001"},durations:[4,6,8],resolutions:["720p","1080p"],ratios:{text2video:["16:9","9:16"],img2video:["16:9","9:16"],character2video:["16:9","9:16"]},input:{minSide:512,maxSide:4096,maxRatio:1.778,maxBytes:10485760}},
	{name:"Vidu 2.0",ids:{text2video:"vidu-abroad-v2-m2-0",img2video:"vidu-abroad-v2-m2-0",startend2video:"vidu-abroad-v2-m2-0",character2video:"vidu-abroad-v2-m2-0"},durations:[4,8],resolutions:["360p","720p","1080p"],ratios:{text2video:["16:9","1:1","9:16"],img2video:["16:9","1:1","9:16"],character2video:["16:9","1:1","9:16"]},maxReferences:3,input:{minSide:128,maxSide:4096,maxRatio:4,maxBytes:10485760}},
	{name:"Vidu 1.5",ids:{text2video:"vidu-abroad-v2-m1-5",img2video:"vidu-abroad-v2-m1-5",startend2video:"vidu-abroad-v2-m1-5",character2video:"vidu-abroad-v2-m1-5"},durations:[4,8],resolutions:["360p","720p","1080p"],ratios:{text2video:["16:9","1:1","9:16"],img2video:["16:9","1:1","9:16"],character2video:["16:9","1:1","9:16"]},maxReferences:3,input:{minSide:128,maxSide:4096,maxRatio:4,maxBytes:10485760}},
	{name:"Vidu Q2 Turbo",ids:{img2video:"viduq2-turbo",startend2video:"viduq2-turbo"},durations:[2,3,4,5,6,7,8],resolutions:["720p","1080p"],ratios:{img2video:["16:9","1:1","9:16","3:4","4:3"]},input:{minSide:128,maxSide:4096,maxRatio:4,maxBytes:10485760}},
	{name:"Vidu Q2",ids:{text2video:"viduq2",character2video:"viduq2"},durations:[2,3,4,5,6,7,8],resolutions:["540p","720p","1080p"],ratios:{text2video:["16:9","1:1","9:16","3:4","4:3"],character2video:["16:9","1:1","9:16","3:4","4:3"]},maxReferences:7,input:{minSide:128,maxSide:4096,maxRatio:4,maxBytes:10485760}},
	{name:"Wan 2.5",ids:{text2video:"wan2.5-t2v-preview",img2video:"wan2.5-i2v-preview"},durations:[5,10],resolutions:["480p","720p","1080p"],ratios:{text2video:["16:9","1:1","9:16","3:4","4:3"],img2video:["16:9","1:1","9:16","3:4","4:3"]},input:{minSide:512,maxSide:4096,maxRatio:2,maxBytes:10485760}},
	{name:"Wan 2.6",ids:{text2video:"wan2.6-t2v",img2video:"wan2.6-i2v"},durations:[5,10,15],resolutions:["720p","1080p"],ratios:{text2video:["16:9","1:1","9:16","3:4","4:3"],img2video:["16:9","1:1","9:16","3:4","4:3"]},input:{minSide:512,maxSide:4096,maxRatio:2,maxBytes:10485760}},
];

export const TEXT_TO_IMAGE_STYLES: Style[] = [
	{id:"88c4c378-6566-4a24-9450-072b1d6f9576",name:"B&W",label:"Black and White",preview:TEMPLATES + "r64xy6aat3uh.jpg"},
	{id:"2ffc5f83d4574cefa59638cda871c834",name:"Oil Painting",label:"Painting · Oil",preview:TEMPLATES + "5xtz576shzbc.png"},
	{id:"818d8d769c54473ca4342ac36ace9777",name:"Ukiyo-e",label:"Painting · Ukiyo-e",preview:TEMPLATES + "yp1sv9c8wnrw.png"},
	{id:"aea8b4f46e0d46a3b3ef96204979c022",name:"3D",preview:TEMPLATES + "rsrqpf7v3mst.jpg"},
	{id:"b6cbf0311d9948f6941bca1866302b4f",name:"Art Nouveau",preview:TEMPLATES + "lqlyhvw0ruf3.png"},
	{id:"eb4afa5c4e7f41d79c391569d7affacb",name:"Japanese Anime",label:"Anime · Japanese",preview:TEMPLATES + "u9nrit40xnof.jpg"},
	{id:"69fbd669d434418b9c1414f9476f50e1",name:"Photography 1",label:"Photo · 1",preview:TEMPLATES + "069ez4479xcq.jpg"},
	{id:"73d53e3c-e1b7-4b8b-9f01-36376879a170",name:"Anime illustration",label:"Anime · Illustration",preview:TEMPLATES + "06z591khfqc6.png"},
	{id:"70107397b1a24ad38f0c731e4d519018",name:"Psychedelic Pop",label:"Psychedelic · Pop",preview:TEMPLATES + "5fmglknanjdd.png"},
	{id:"0a8f1974-413f-4f00-bcfb-2c40a0108ce2",name:"90's Anime",label:"Anime · 90s",preview:TEMPLATES + "tzp1i5oadijn.jpg"},
	{id:"e582391f-7ab5-4cb0-add9-e275d040f50d",name:"Line Drawing",label:"Drawing · Line",preview:TEMPLATES + "djk0z2qnhwj9.jpg"},
	{id:"bb43a4fa-105c-444a-9485-2707e147a538",name:"None (1 of 2)",label:"No Style · 1",preview:TEMPLATES + "2cjnfm01sgbw.jpg"},
	{id:"efd34eb3-7eeb-4fa2-8f92-1c007601ad26",name:"Cartoon",preview:TEMPLATES + "4plcywnt9s7t.jpg"},
	{id:"fb635fa3-e2fd-4f59-99e1-318d01e078e4",name:"Photography 3",label:"Photo · 3",preview:TEMPLATES + "5a61d47x6r1c.jpg"},
	{id:"b350e73e-9092-4ac6-8455-f1a199634e79",name:"Digital Art",preview:TEMPLATES + "rskwaasqq9se.jpg"},
	{id:"b082c8ee-ceb5-4e15-8acd-0c3af3c5fccb",name:"Photography 2",label:"Photo · 2",preview:TEMPLATES + "209ap64t1rlg.jpg"},
	{id:"8de6450e-781f-4331-abf6-3abef3418dc6",name:"Art Oils",label:"Painting · Art Oils",preview:TEMPLATES + "tlzz7y7pjrws.jpg"},
	{id:"c1dd6e9f-d573-450d-b083-98fdc8e88ddd",name:"Tee Printing",preview:TEMPLATES + "ni49174se7yt.jpg"},
	{id:"14f570be-29d4-451a-ba72-39f92e324b9c",name:"Cinematic",label:"Photo · Cinematic",preview:TEMPLATES + "uhgtz698jloy.jpg"},
	{id:"4ec158a3-737d-42ce-9742-6f9f199ed024",name:"Neonpunk",preview:TEMPLATES + "yqhk8jzwnowa.jpg"},
	{id:"3d546352-4d28-4f27-addf-9063649d4765",name:"None (2 of 2)",label:"No Style · 2",preview:TEMPLATES + "zuxg4ixfu40p.jpg"},
	{id:"c9aedf8f-4ddb-48b1-b98e-e959f6c9e9df",name:"Pixel Art",preview:TEMPLATES + "teauo5you13o.jpg"},
	{id:"6fd123ec-ac32-4146-9adf-b6264f128ac3",name:"Logo",preview:TEMPLATES + "bs1c9fat0rn4.jpg"},
	{id:"42c9a54f-8964-4f49-b741-f403d921f2ba",name:"3D Cartoon",label:"Cartoon · 3D",preview:TEMPLATES + "7bt4cdqmqcqo.jpg"},
	{id:"e81a863f-c093-4a9c-bc8d-60b9b85f42b3",name:"Color Manga",label:"Anime · Color Manga",preview:TEMPLATES + "8osa2ndgux1h.jpg"},
	{id:"99d61f0e-f6c8-4769-9f4c-e2276c16970c",name:"Anime",preview:TEMPLATES + "bij6jpquh9ug.jpg"},
	{id:"49cc4c28-22bc-42fa-ab6b-2c392185c2b2",name:"Psychedelic",preview:TEMPLATES + "185w5i9s26er.jpg"},
	{id:"e65e33dd-0d1a-4966-af06-1db3738017d1",name:"Colored Pencil Drawing",label:"Drawing · Colored Pencil",preview:TEMPLATES + "i7rol6bmvxio.jpg"},
	{id:"7aed6f1a-adc7-4e2a-9394-48e5db36e27e",name:"Chinese Ink Painting",label:"Painting · Chinese Ink",preview:TEMPLATES + "cva58ri9o55i.jpg"},
	{id:"e7f792c0-a952-407e-83f1-069dd63d6e45",name:"Icon",preview:TEMPLATES + "13b0d1pplfpp.jpg"},
	{id:"60f20609-8e0e-49e3-89a8-2d3b4b30ebc6",name:"Chinese Illustration",label:"Illustration · Chinese",preview:TEMPLATES + "k1tkfjdvevf1.jpg"},
	{id:"5b860185-656d-4c2a-88b7-f6041f4908bb",name:"Acrylic Painting",label:"Painting · Acrylic",preview:TEMPLATES + "j2ubca96rmfs.jpg"},
	{id:"7b3b1f40-60b0-41df-8280-238baae78c38",name:"Tattoo Art",label:"Tattoo · Art",preview:TEMPLATES + "p2txcn2de3yk.jpg"},
	{id:"bd60f732-0b41-4346-84f1-b411549c6633",name:"B&W Tattoo",label:"Tattoo · Black and White",preview:TEMPLATES + "mic9qc9crbw1.jpg"},
	{id:"47fca709-f279-4f94-a612-1a39660ba7f6",name:"Halloween Art",preview:TEMPLATES + "h68y2ogwkxuo.jpg"},
	{id:"e7786560-1654-4bec-a325-44954bc5c3fc",name:"Creepy Tattoo",label:"Tattoo · Creepy",preview:TEMPLATES + "5jbzm11nh5a1.jpg"},
	{id:"6b8d16cf-9402-4c22-b1e8-39eccce3436b",name:"Photography 4",label:"Photo · 4",preview:TEMPLATES + "2ip1trb5vwt2.jpg"},
	{id:"2663381b-b446-496e-b044-2e3e5fa6a02e",name:"Tattoo (Legacy)",label:"Tattoo · Legacy",preview:TEMPLATES + "h9cpi98sa41p.jpg"},
];

export const IMAGE_TO_IMAGE_STYLES: Style[] = [
	{id:"ca39d44f-e8c8-4a3e-9d09-c3f96cb2fe60",name:"Fotor Sample Style"},
	{id:"282ce369-a0d9-4996-b8dd-f1520766d50f",name:"Style 2"},
	{id:"b485f845-76ed-44b2-b1c5-1abd1e061259",name:"Style 3"},
];

export const HEADSHOT_STYLES: Style[] = [
	{id:"4fe010c9-d24a-40ab-9db8-55b3ae2b7db1",name:"Cartoon"},
	{id:"b485f845-76ed-44b2-b1c5-1abd1e061259",name:"Anime"},
	{id:"40db44e3-16ca-4cb8-a314-cd56613c7db6",name:"Sketch"},
	{id:"864756a6-2068-49a0-9329-a9c110147b71",name:"Headshot"},
];
